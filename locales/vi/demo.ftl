# Lời của “loa demo”: cán bộ và khách xem chạy thử. Câu nào cũng phải giữ cho rõ:
# tất cả là mô phỏng, không ai nhận tin thật.

demo-title = DIỄN TẬP TRÊN MÁY. Người, số điện thoại và tổng đài đều là mô phỏng; không tin nào rời khỏi máy này.
# $seconds là số giây để ghi cả danh sách.
demo-settled = Đã lập danh sách mẫu: { $people } người ở { $villages } thôn, bản của { $area }, { $province } ({ $seconds } giây). Tên thôn, họ tên và số điện thoại đều tự đặt ra.

## Các tổng đài

demo-gateways = Các tổng đài MÔ PHỎNG, nhận tin và báo kết quả qua HTTP như tổng đài thật:
demo-head-gateway = Tổng đài
demo-head-rate = Tin mỗi giây
demo-head-price = Giá một phần tin
demo-fates = Cứ 100 số thì chừng 3 số hỏng; 10 máy thì chừng 1 máy tắt hoặc mất sóng, bản vùng cao 3 máy; Telegram không bao giờ báo tin đã đến máy.

## Soạn và duyệt

# $sms là tin nhắn đúng như sẽ gửi đi.
demo-written =
    { $officer } soạn bản mẫu { $code }: { $title }
    SMS: { $sms }
# $why là câu từ chối.
demo-refused = { $officer } thử tự duyệt: BỊ TỪ CHỐI. { $why }
demo-approved = { $officer } duyệt. Bắt đầu gửi (mô phỏng).
demo-done = Xong sau { $seconds } giây, kể cả { $horizon } giây cuối chờ các máy báo đã nhận. Kết quả MÔ PHỎNG:

## Xem trang tin

# $board là trang của xã, $page là trang của thông báo này.
demo-serving =
    Trang của xã: { $board }
    Trang của thông báo: { $page }
    Đang mở cho đến khi bấm Ctrl-C.
# $board, $page là dạng địa chỉ; trang chưa mở.
demo-not-serving =
    Trang của xã có địa chỉ dạng { $board }, mỗi thông báo dạng { $page }
    Muốn mở xem tận mắt, hãy chạy: loa demo --serve

## Giữ lại và dừng lại

demo-kept = Đã giữ lại. Xem lại bằng: LOA_DATABASE_URL='{ $database }' LOA_KEY_FILE='{ $key }' loa coverage { $code }
demo-keep-taken = Thư mục { $folder } đã có một lần chạy thử. Hãy chọn thư mục khác hoặc xóa thư mục ấy.
demo-interrupted = Đã dừng giữa chừng.
