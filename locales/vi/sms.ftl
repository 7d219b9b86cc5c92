# Tin nhắn SMS. Viết có dấu; máy tự bỏ dấu khi cần. Bỏ dấu rồi mỗi tin phải vừa
# MỘT tin nhắn (160 chữ, kể cả tên cơ quan, tiêu đề): cargo test đếm hộ.
# Chọn chữ mà bỏ dấu vẫn hiểu: "không" thay cho "đừng" ("dung": đúng hay đừng?).
# Không viết đường dẫn web: bà con được dạy rằng tin có đường dẫn là tin lừa đảo.

## Khung của mọi thông báo

# Mỗi chữ ở đây nhân với số người nhận, nên chỉ có nội dung và mã kiểm tra.
#   $short  nội dung ngắn, đã được duyệt
#   $code   mã để bà con nhắn "KT <mã>" hỏi lại có đúng tin của xã không
sms-notice = { $short } KT:{ $code }

## Trả lời bà con

# Trả lời TC (từ chối). Phải nói rõ: lệnh sơ tán vẫn gửi, và cách nhận lại.
sms-opted-out = Đã ngừng gửi tin thường đến số này. Lệnh sơ tán và tin nguy hiểm tính mạng vẫn gửi. Muốn nhận lại tin, nhắn DK.

# Trả lời KT <mã> khi đúng là tin của ta và còn hiệu lực.
#   $issuer    cơ quan ban hành: UBND xã Mù Cang Chải
#   $document  số văn bản hoặc số bản tin: 128/TB-UBND
#   $title     tiêu đề thông báo
sms-verified = TIN THẬT của { $issuer }, số { $document }: { $title }

# Tin của ta nhưng cơ quan đã rút lại: bà con không được làm theo nữa.
sms-withdrawn = ĐÃ THU HỒI tin số { $document } của { $issuer }. Không làm theo tin này nữa. Hỏi trưởng thôn hoặc UBND xã.

# Tin của ta, hết hạn. Không được nói là hết nguy hiểm.
#   $until  giờ, ngày hết hiệu lực
sms-over = ĐÃ HẾT HIỆU LỰC từ { $until }: tin số { $document } của { $issuer }. Muốn biết tình hình mới, hỏi UBND xã.

# Bản mẫu, gửi đi để thử máy. Không nói tên cơ quan: cơ quan ấy chưa nói gì.
sms-specimen = BẢN MẪU, KHÔNG PHẢI TIN THẬT: “{ $title }”. Tin này để thử máy, bà con không phải làm gì.

# Trả lời KT <mã> khi không có mã ấy. Có thể bà con gõ nhầm mã của một tin thật,
# nên không được bảo họ bỏ qua tin.
sms-not-ours = Chúng tôi không gửi tin nào có mã này. Xem lại mã rồi nhắn lại, hoặc hỏi trưởng thôn, UBND xã. KHÔNG chuyển tiền, KHÔNG bấm đường dẫn. Tin lừa đảo: gọi 156.

# Trả lời tin nhắn mà máy không hiểu, hoặc TRO GIUP.
sms-help = Nhắn KT và mã để kiểm tra tin; TC để thôi nhận tin thường; DK để nhận lại. Cần cứu nạn gọi 112, công an 113, cháy 114, cấp cứu 115.

# Tin cán bộ gửi thử sau khi nối máy với nhà mạng.
sms-test = TIN THỬ NGHIỆM của hệ thống thông báo. Không có việc gì xảy ra, bà con không phải làm gì.

sms-opted-in = Đã gửi lại tin thường đến số này. Muốn thôi nhận, nhắn TC.
