# Tên gọi dùng chung ở mọi nơi: trang cán bộ, dòng lệnh, bot, báo cáo. Viết thường
# để đứng được giữa câu.

## Mức độ khẩn của thông báo

urgency-routine = thông thường
urgency-urgent = gấp
urgency-flash = khẩn cấp (nguy hiểm tính mạng)

## Kết quả gửi đến một người

outcome-waiting = đang chờ gửi
outcome-accepted = đã gửi đi, chưa có báo đến máy
outcome-delivered = đã đến máy
outcome-failed = không gửi được
outcome-expired = quá hạn nên không gửi nữa
outcome-stopped = đã dừng, không gửi
# Đã gửi nhưng mất liên lạc với tổng đài giữa chừng: có thể đến, có thể không.
outcome-unknown = chưa rõ có đến hay không

## Căn cứ để nói một thôn đã nhận tin, từ chắc nhất trở xuống

evidence-handset = máy của người nhận báo đã đến
evidence-gateway = tổng đài báo đã chuyển đi
evidence-relay = người truyền tin báo đã nói với các hộ
evidence-none = chưa có căn cứ

## Đường gửi

channel-sms = tin nhắn SMS
channel-zalo = Zalo
channel-telegram = Telegram
channel-push = thông báo đẩy của trang tin

## Vai trò

role-villager = người dân
role-relay = người có uy tín, người truyền tin
role-head = trưởng thôn, bản
role-officer = cán bộ xã

## Nhiệm vụ của cán bộ trong hệ thống

duty-author = người soạn
duty-approver = người duyệt
duty-admin = người quản trị

## Tình trạng của thông báo

state-draft = đang soạn
state-approved = đã duyệt
state-planning = đang lập danh sách gửi
state-sending = đang gửi
state-paused = tạm dừng
state-completed = đã gửi xong
state-stopped = đã dừng hẳn
state-discarded = đã bỏ, chưa gửi cho ai
state-expired = đã quá hạn gửi

## Ngôn ngữ

language-unknown = Không có ngôn ngữ nào mang mã “{ $tag }”.
language-no-script = Mã ngôn ngữ “{ $tag }” chưa ghi chữ viết. Hãy chọn: { $known }.

## Vì sao chưa nhận thông báo này

#   $field    tên mục trong tệp thông báo
#   $lang     tiếng của bài: tiếng Việt, tiếng Tày
fault-missing = Chưa ghi { $field ->
    [title] tiêu đề
    [issuer] cơ quan ban hành
    [document] số văn bản
   *[other] mục “{ $field }”
}.
fault-no-areas = Chưa chọn xã, tỉnh nào để gửi: ghi mã trong ngoặc kép, ví dụ areas = ["03163"]; tra mã bằng loa areas.
fault-no-roles = Mục “audience” để trống nên không biết gửi cho ai: ghi vai người nhận, hoặc xóa dòng ấy để gửi cho tất cả.
#   $known    mọi chủ đề dùng được
fault-subtopic = Không có chủ đề “{ $subtopic }” ở mục “subtopic”: xóa dòng ấy, hoặc chọn một trong: { $known }.
fault-link = Bài { $lang }: tin nhắn không được có đường dẫn web ({ $link }), vì bà con được dạy đó là tin lừa đảo; hãy ghi “hỏi UBND xã” hoặc số điện thoại.
fault-too-long = Mục “{ $field }” dài { NUMBER($letters) } chữ, quá mức { NUMBER($limit) } chữ.
fault-placeholder = Bài { $lang }: không có chỗ điền nào tên { $placeholder }. Chỉ dùng được {"{name}"}, {"{village}"}, {"{household}"}.
fault-flash-personal = Bài { $lang }: tin khẩn cấp phải giống nhau cho mọi người, không được có chỗ điền.
# $units là số chữ đã tính theo cách của nhà mạng.
# $limit là mức của bài này, $plain là mức của bài không dấu.
fault-flash-too-long = Bài { $lang }: tin khẩn cấp phải vừa một tin nhắn, nhiều nhất { $limit } chữ kể cả mã kiểm tra; bài này dài { $units } chữ, thành { $parts } tin. Hãy viết ngắn lại.
# $letters là mấy chữ có dấu đầu tiên.
fault-flash-too-long-marked = Bài { $lang }: tin khẩn cấp phải vừa một tin nhắn; bài này có chữ có dấu ({ $letters }) nên chỉ được { $limit } chữ kể cả mã kiểm tra, mà dài { $units } chữ, thành { $parts } tin. Hãy bỏ hết dấu (được { $plain } chữ) hoặc viết ngắn lại.
fault-twin-not-plain = Bài { $lang }: bản không dấu còn chữ mà máy phím không hiện được: { $letters }
fault-too-many-parts = Bài { $lang }: dài { $parts } tin nhắn, quá mức { $limit } tin.
# $dose là liều ghi trong bài: 5 ml, hai viên.
fault-plain-language = Bài { $lang }: tiếng này bỏ dấu thì không đọc được nữa, nên không có bản không dấu. Hãy xóa mục “plain” và “send_plain” của bài ấy.
fault-plain-flash = Bài { $lang }: tin khẩn cấp thì máy không tự bỏ dấu. Muốn gửi không dấu, hãy tự viết mục “plain” và đọc lại từng chữ.
fault-plain-dose = Bài { $lang }: trong tin có liều thuốc ({ $dose }) nên máy không tự bỏ dấu. Muốn gửi không dấu, hãy tự viết mục “plain” và đọc lại từng chữ.
plain-kept-language = Bài { $lang } luôn gửi đủ dấu: bỏ dấu thì bà con không đọc được nữa.
plain-kept-flash = Tin khẩn cấp thì máy không tự bỏ dấu: tổng đài nào không nhận chữ có dấu thì không có bản khác để gửi. Muốn có, hãy tự viết mục “plain”.
plain-kept-dose = Trong tin có liều thuốc ({ $dose }) nên máy không tự bỏ dấu. Muốn có bản không dấu, hãy tự viết mục “plain”.
fault-hidden-letters = Mục { $field ->
    [title] tiêu đề
    [issuer] cơ quan ban hành
    [document] số văn bản
    [short] tin ngắn
    [plain] tin ngắn không dấu
    [full] toàn văn
   *[other] “{ $field }”
} có ký tự ẩn hoặc ký tự đảo chiều chữ; hãy gõ lại.
fault-expired = Hạn gửi đã qua: sửa “send_by” trong tệp thông báo thành một giờ chưa đến, rồi ghi lại bằng loa notice edit.
fault-validity = Thời gian hiệu lực không hợp lý: sửa tệp thông báo để “valid_to” sau “valid_from” và không trước “send_by”.
fault-risk-level = Cấp độ rủi ro thiên tai phải từ 1 đến 5, không phải { $level }.
fault-promotional-flash = Tin “flash” báo nguy hiểm tính mạng nên không thể là tin quảng cáo: xóa dòng “promotional = true”, hoặc đổi “urgency”.
fault-promotional-warning = Tin cảnh báo thiên tai, dịch bệnh, an ninh (theo “subtopic”, “risk_level”, hoặc tin y tế, an ninh gấp) phải đến mọi người nên không thể là tin quảng cáo: xóa dòng “promotional = true”.
placeholder-unknown = Không có chỗ điền nào tên { $placeholder }. Chỉ dùng được {"{name}"}, {"{village}"}, {"{household}"}.

## Vì sao cán bộ không làm được việc này

#   $officer  tên cán bộ
barred-own-notice = { $officer } đã soạn hoặc sửa thông báo này nên không được tự duyệt. Cần một người duyệt khác.
barred-not-approver = { $officer } không có nhiệm vụ duyệt thông báo: nhờ một người duyệt (--role approver) duyệt thay.
barred-outside-area = { $area } không thuộc địa bàn của { $officer }: xem lại mã ở mục “areas” của thông báo, hoặc để cán bộ phụ trách nơi ấy làm.
barred-needs-two = Phải có hai người duyệt khác nhau cùng cho gửi tiếp: loa resume --as TÊN --as TÊN.
barred-state = Không { $deed ->
    [edit] sửa
    [approve] duyệt
    [pause] tạm dừng
    [resume] gửi tiếp
    [stop] dừng
    [resend] gửi lại
   *[other] làm việc này với
} được thông báo { $state ->
    [draft] { state-draft }
    [approved] { state-approved }
    [planning] { state-planning }
    [sending] { state-sending }
    [paused] { state-paused }
    [completed] { state-completed }
    [stopped] { state-stopped }
    [discarded] { state-discarded }
   *[expired] { state-expired }
}.
barred-flash-pause = Tin nguy hiểm tính mạng không tạm dừng được: để gửi tiếp, hoặc dừng hẳn (loa notice stop).

## Gọi cán bộ

#   $gateway  tên đường gửi; $code  mã thông báo; $word  lời của tổng đài
alert-content = loa: { $gateway } không nhận nội dung thông báo { $code } ({ $word }). Thông báo đang được giữ lại trên đường này. Xem lại mẫu tin với tổng đài rồi chạy: loa notice resume { $code }
alert-auth = loa: { $gateway } từ chối tài khoản hoặc hết tiền ({ $word }). Tin chưa gửi đang chờ. Kiểm tra mật khẩu và số dư.
alert-down = loa: { $gateway } không hoạt động ({ $word }). Tin chưa gửi đang chờ hoặc đi đường khác. Gọi cho tổng đài.
alert-poison = loa: có tin của thông báo { $code } làm chương trình dừng nên đã được để riêng. Báo cho người quản trị.
alert-budget = loa: tin khẩn cấp đã vượt ngân sách tháng { $gateway }. Tin vẫn gửi đủ. Báo lãnh đạo; xem chi tiết: loa statement

## Địa bàn, địa chỉ

area-unknown = Không có tỉnh, xã nào mang mã { $code }.
address-bad = Địa chỉ này không dùng được cho { $channel ->
    [sms] { channel-sms }
    [zalo] { channel-zalo }
    [telegram] { channel-telegram }
   *[push] { channel-push }
}.

## Kiểm tra bản dịch

#   $place  tệp hoặc thư mục có lỗi; $line  dòng thứ mấy; $key  tên của câu
locale-fault-folder = { $place }: thư mục này không mang mã ngôn ngữ nào, nên không ai đọc đến.
locale-fault-syntax = { $place }: từ dòng { $line } không đúng cách viết Fluent.
locale-fault-decomposed = { $place }: dòng { $line } có chữ gõ dấu rời; hãy gõ lại bằng Unicode dựng sẵn, nếu không tin nhắn tốn gấp đôi.
locale-fault-twice = { $place }: câu “{ $key }” có hai lần.
#   $lost, $unknown  tên các giá trị, hoặc "-" nếu không có
locale-fault-values = { $place }: câu “{ $key }” không cùng giá trị với bản tiếng Việt. Thiếu: { $lost }. Thừa: { $unknown }.
locale-fault-missing = { $place }: chưa dịch câu “{ $key }”.
locale-fault-extra = { $place }: bản tiếng Việt không có câu “{ $key }”; có thể gõ sai tên.
