# Words of the pages villagers open.
# Nothing here may assume that the reader has a script, an account or an app.

## Every page

# The name of the service, beside its sign.
web-name = Loa
web-never-asks = Chúng tôi không bao giờ hỏi mật khẩu, mã OTP hay đòi chuyển tiền.

## Choosing a commune

web-home-title = Thông báo của xã, phường
web-home-what = Loa đưa thông báo của chính quyền đến từng người dân, bằng tiếng của mình.
web-home-ask = Bà con ở xã, phường nào?
web-home-hint = Gõ tên xã mới, có dấu hay không dấu đều được. Ví dụ: mu cang chai
web-home-find = Tìm
web-home-found = Chọn xã của bà con
web-home-none = Không tìm thấy xã nào tên “{ $query }”
web-home-none-advice = Hãy gõ ít chữ hơn, hoặc gõ tên xã sau khi sáp nhập. Chưa rõ thì hỏi trưởng thôn, trưởng bản.
web-home-more = Còn nhiều xã nữa. Hãy gõ thêm tên tỉnh để tìm đúng xã.

## The board of a commune

# $place is the name with its kind, such as "Xã Mù Cang Chải".
web-board-title = { $place }: thông báo đang có hiệu lực
# $at is a time in words.
web-board-as-of = Tính đến { $at }
web-board-empty = Hiện không có thông báo nào đang có hiệu lực
web-board-empty-danger = Thấy nguy hiểm thì tránh xa và gọi ngay, đừng chờ thông báo.
web-board-other = Chọn xã khác
# $until is a time in words.
web-card-until = Có hiệu lực đến { $until }

## Urgency and disaster levels

web-urgency-routine = Tin thường
web-urgency-urgent = Tin gấp
web-urgency-flash = KHẨN CẤP
# $level is 1 to 5, Decision 18/2021/QĐ-TTg.
web-level = Rủi ro thiên tai cấp { $level }

## One notice

web-until = Có hiệu lực đến
web-issuer = Cơ quan ban hành
web-document = Số văn bản, bản tin
web-code = Mã kiểm tra
web-code-why = Nghi ngờ tin giả? Hãy đọc mã này cho cán bộ xã để hỏi lại.
web-notice-back = { $place }: mọi thông báo
# $asked and $shown are names of languages, such as "tiếng Mông".
web-instead = Thông báo này chưa có bản { $asked }. Dưới đây là bản { $shown }.
web-listen = Nghe thông báo này
# $length is a duration and $size an amount of data, both in words.
web-listen-cost = Dài { $length }, tốn { $size } dữ liệu
web-sample = BẢN MẪU – KHÔNG PHẢI TIN THẬT
web-sample-why = Thông báo này chỉ viết để chạy thử. Đừng làm theo.
web-expired = ĐÃ HẾT HẠN
web-expired-why = Thông báo này chỉ có hiệu lực đến { $until }. Hãy xem thông báo mới nhất của xã.
web-withdrawn = ĐÃ THU HỒI
web-withdrawn-why = Cơ quan ban hành đã rút lại thông báo này. Hãy xem thông báo mới nhất của xã.
# Said with notices of danger that are over: only an all-clear is an all-clear.
web-over-danger = Chưa chắc đã hết nguy hiểm. Chỉ trở về khi xã báo an toàn.

## Calling for help

web-calls = Cần cứu giúp, gọi ngay (không mất tiền)
web-call-112 = Cứu nạn
web-call-113 = Công an
web-call-114 = Cứu hỏa
web-call-115 = Cấp cứu

## When something is wrong

web-not-found = Không có trang này
web-not-found-why = Địa chỉ có thể bị gõ sai, hoặc trang đã bị gỡ.
web-not-ours = Không phải của chúng tôi
web-not-ours-why = Chúng tôi không có thông báo nào mang mã { $code }.
web-not-ours-check = Hãy so lại từng chữ, từng số của mã trong tin.
web-not-ours-do = Nếu mã vẫn như vậy thì có thể là tin giả: đừng làm theo, đừng bấm vào liên kết, đừng chuyển tiền. Hãy báo công an xã hoặc Ủy ban nhân dân xã.
web-broken = Máy của chúng tôi gặp trục trặc
web-broken-why = Xin bà con thử lại sau ít phút. Gặp nguy hiểm thì đừng chờ, hãy gọi ngay.
web-error-home = Về trang đầu
