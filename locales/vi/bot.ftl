# Khung của tin gửi qua Zalo, Telegram. Toàn văn đã có dấu; không cần bỏ dấu.
#   $title     tiêu đề
#   $full      toàn văn
#   $issuer    cơ quan ban hành
#   $document  số văn bản hoặc số bản tin
#   $code      mã để bà con nhắn "KT <mã>" kiểm tra
chat-notice =
    { $title }

    { $full }

    { $issuer } – số { $document }
    Mã kiểm tra: { $code }

## Chỗ điền trong bài (SMS, Zalo, Telegram), khi danh sách có tên và khi chưa có

#   $name  tên chủ hộ, hoặc của người nhận
reader-household = hộ { $name }
reader-family = gia đình
reader-nameless = bà con
reader-nowhere = xã nhà
