# Lời của dòng lệnh, cho cán bộ xã và người vận hành.

## Chung

migrated = Các bảng của cơ sở dữ liệu { $engine } đã đúng phiên bản.
areas-none = Không có tỉnh, xã nào tên “{ $words }”.
# Khi chỉ biết số tiền nằm trong khoảng nào.
money-between = từ { $least } đến { $most } đồng
door-closed = Không mở được cổng { $address }: { $cause }. Có thể chương trình khác đang giữ; hãy tắt nó, hoặc đặt { $setting } thành địa chỉ khác còn trống.
serving-no-gateway = Chưa khai báo tổng đài nào nên chưa tin nào gửi đi được; cách khai báo ở loa.toml.example.
serving = Trang tin đang mở tại { $url } (Ctrl-C để dừng).
working = Bộ phận gửi tin đang chạy (Ctrl-C để dừng).

## Tên cột

head-code = Mã
head-area = Địa bàn
head-duty = Nhiệm vụ
head-province = Tỉnh
head-name = Họ tên
head-commune = Xã
head-old-commune = Xã cũ
head-consent = Đồng ý
head-when = Lúc
head-officer = Cán bộ
head-number = Số
head-words = Nội dung
head-deed = Đã làm
head-village = Thôn, bản
head-language = Tiếng
head-role = Vai trò
head-ways = Cách liên lạc
head-way = Đường gửi
head-messages = Số tin
head-parts = Số phần tin
head-cost = Chi phí
head-gateway = Tổng đài
head-handed = Số lượt gửi
head-price = Giá một phần (đ)
head-sum = Thành tiền
head-sum-least = Thành tiền ít nhất
head-wants = Bà con muốn nghe tiếng
head-gets = Sẽ nhận bằng
head-got = Đã nhận bằng
head-people = Số người
head-state = Tình trạng
head-urgency = Mức độ
head-title = Tiêu đề
head-written = Soạn lúc
head-outcome = Kết quả
head-households = Số hộ
head-known = Hộ có trong danh sách
head-reached = Đã đến máy
head-by-gateway = Mới đến tổng đài
head-not = Chưa nhận
head-share = Tỷ lệ hộ
head-confirms = Báo đã đến máy
head-rate = Tốc độ
head-template = Mẫu

## Cán bộ

officer-bad-name = Tên cán bộ phải có chữ, viết bằng một loại chữ và không có ký tự ẩn: hãy gõ lại tên.
officers-none = Chưa có cán bộ nào. Thêm bằng: loa officer add.
officer-added = Đã thêm { $officer }: { $duty }, phụ trách { $area }.

## Nhập danh sách

import-bad-row = Dòng { $row } không nhận: { $why }
import-mended = Đã tự sửa { $places } chỗ (dòng { $rows }): { $what }
import-done = Thêm mới { $added } người, cập nhật { $updated } người, không nhận { $bad } dòng.
import-no-contact = { $people } người không có số điện thoại hay cách liên lạc nào: cần người đến báo tận nhà.
import-no-consent = { $people } người chưa ghi ai lấy ý kiến đồng ý, ngày nào (cột “Người lấy ý kiến”, “Ngày đồng ý”).
import-dry = Mới chỉ kiểm tra, chưa ghi gì. Bỏ --dry-run để ghi.
import-no-area = Chưa biết người này ở xã nào: thêm cột “Xã” hoặc chạy lại với --area MÃ_XÃ.
import-several-areas = Có nhiều xã tên “{ $name }”: hãy ghi mã xã 5 chữ số.
import-village-no-area = Chưa biết thôn này ở xã nào: thêm cột “Xã” (area) hoặc chạy lại với --area MÃ_XÃ.
import-several-villages = Xã có nhiều “{ $village }”; hãy ghi đúng tên hoặc ghi thêm cột “Xã cũ”: { $choices }.
import-new-villages = Thôn chưa có trong danh sách, đã thêm: { $names }{ $more ->
    [0] {""}
   *[other] {" "}và { $more } thôn khác
}. Chưa có số hộ: nếu là cách viết khác của thôn đã có thì xin sửa tên trong tệp.
villages-done = Thêm mới { $added } thôn, bản, cập nhật { $updated }, không nhận { $bad } dòng.

## Một người

person-way-silent = { $way } (đã thôi nhận tin thường)
person-consent = { $by } hỏi, ngày { $day }
person-consent-no-day = { $by } hỏi, chưa ghi ngày
person-consent-nobody = ngày { $day }, chưa ghi ai hỏi
person-consent-none = chưa ghi
# $consent  câu ở trên
person-consent-advertising = { $consent }; nhận cả tin quảng cáo
person-silent = Đã ngừng gửi tin thường đến số này. Tin nguy hiểm tính mạng vẫn gửi.
person-advertising-on = Đã ghi: số này đồng ý nhận tin quảng cáo. Giữ lại giấy hoặc bản ghi âm ý kiến của bà con.
person-advertising-off = Số này thôi nhận tin quảng cáo. Tin khác vẫn gửi.
person-forgotten = Đã xóa { $people } người cùng số liên lạc này. Sổ gửi tin chỉ còn số đếm.

## Thông báo

form-sms = SMS như đã soạn
form-plain = SMS không dấu
form-chat = Zalo, Telegram, trang tin
deed-write = soạn
deed-edit = sửa
deed-approve = duyệt
deed-pause = tạm dừng
deed-resume = cho gửi tiếp
deed-stop = dừng hẳn
deed-resend = gửi lại cho người chưa rõ
notice-author = Người soạn: { $officer }
notice-approver = Người duyệt: { $officers }
notice-no-approver = Người duyệt: chưa có
notice-moved = Thông báo { $code }: { $state }.
notice-shown =
    Thông báo { $code }: { $title }
    Tình trạng: { $state } · Mức độ: { $urgency }
    Cơ quan: { $issuer } · Số: { $document }
    Địa bàn: { $areas } · Gửi trước: { $sendby }
    Mã số: { $id }
    Dấu nội dung (để người duyệt đối chiếu): { $hash }
preview =
    Trước khi gửi: { $people } người, { $deliveries } tin ({ $parts } phần tin), chi phí { $cost }.
    { $nocontact } người không có cách liên lạc nào.
preview-carriers = Giá tùy nhà mạng của từng số, mà đầu số không còn cho biết số ấy của nhà mạng nào. Ngân sách tính theo mức cao nhất.
#   $label  [QC]; $from, $to  07:00, 22:00; $count  số tin trong 24 giờ
preview-advertising = TIN QUẢNG CÁO: mỗi SMS mở đầu bằng { $label }, chỉ đi qua tổng đài có tên người gửi đã đăng ký quảng cáo, chỉ gửi từ { $from } đến { $to }, mỗi số nhiều nhất { $count } tin trong 24 giờ, chỉ cho người đã đồng ý.
left-out = Không gửi cho { $people } người: { $noconsent } người chưa đồng ý nhận quảng cáo, { $listed } người có số trong danh sách không quảng cáo, { $enough } người đã đủ số tin trong 24 giờ.
preview-begins = Đang giờ yên tĩnh: bắt đầu gửi lúc { $at }.
preview-begins-advertising = Giờ này chưa được gửi tin quảng cáo: bắt đầu gửi lúc { $at }.
preview-last = Người cuối cùng nhận được sau khoảng { $seconds } giây.
preview-last-minutes = Người cuối cùng nhận được sau khoảng { $minutes } phút.
preview-last-hours = Người cuối cùng nhận được sau khoảng { $hours } giờ.
preview-last-at = Người cuối cùng nhận được vào khoảng { $at }, vì giờ yên tĩnh thì không gửi.
preview-too-slow = SẼ KHÔNG KỊP: đường gửi chậm nên khoảng { $at } mới gửi xong, mà hạn gửi là { $sendby }. Ai chưa đến lượt lúc ấy sẽ không nhận được tin. Hãy lùi “send_by”, bớt người nhận, viết tin ngắn lại, hoặc thêm đường gửi.
# $why là câu từ chối mà người duyệt sẽ gặp.
preview-hindered = SẼ KHÔNG DUYỆT ĐƯỢC: { $why }
# $left là phần còn dùng được cho mức độ của thông báo này.
preview-budget = Ngân sách tháng này { $budget }: đã gửi { $spent }, tin đã duyệt còn chờ gửi { $expected }, còn dùng được cho thông báo này { $left } (dành riêng cho tin khẩn cấp: { $reserve }).
preview-over-budget = SẼ VƯỢT NGÂN SÁCH THÁNG { NUMBER($over) } đ. Tin khẩn cấp vẫn duyệt được và vẫn gửi đủ; hãy báo lãnh đạo.
# $gateways những đường không nhận; $taker đường sẽ chuyển tin. Các giá trị khác: xem unregistered-why.
preview-registered-elsewhere = Bài { $lang } không gửi qua { $gateways } được: { unregistered-why }. Tin sẽ đi qua { $taker }.
preview-unregistered-flash = CHƯA KHỚP MẪU ĐÃ ĐĂNG KÝ. Bài { $lang }: { unregistered-why }. Tin khẩn cấp vẫn duyệt được và vẫn gửi, nhưng nhà mạng có thể không chuyển: hãy báo thêm bằng cách khác (loa, gọi điện, người đến tận nhà).
budget-passed = ĐÃ VƯỢT NGÂN SÁCH THÁNG { $month }: ngân sách { NUMBER($budget) } đ, tin đã gửi và đã duyệt nhiều hơn { NUMBER($over) } đ. Tin khẩn cấp vẫn gửi đủ.
preview-no-village = { $people } người chưa có thôn, bản trong danh sách: chỗ {"{village}"} của họ sẽ ghi tên xã.
preview-no-name = { $people } người chưa có tên trong danh sách: chỗ {"{name}"} của họ sẽ ghi “bà con”, chỗ {"{household}"} ghi “gia đình”.
#   $lang    tiếng của bài: tiếng Việt
#   $units   số chữ theo cách đếm của nhà mạng, kể cả mã kiểm tra
preview-text = Bài { $lang }: mỗi tin { $parts } phần, { $units } chữ.
#   $letters  những chữ làm cả tin chỉ còn 70 chữ một phần
preview-text-marked = Bài { $lang }: mỗi tin { $parts } phần, { $units } chữ, mỗi phần chỉ 70 chữ vì có: { $letters }
#   $fewer  số phần nếu không có những ký tự ấy
preview-dear = Tốn thêm vì ký tự { $letters }: mỗi tin { $parts } phần, không có thì chỉ { $fewer } phần.
letter-blank = khoảng trắng lạ { $code } (gõ lại dấu cách)
letter-hidden = ký tự ẩn { $code } (xóa đi)
letter-instead = { $letter } (thay bằng { $instead })
#   $marked  số phần khi có dấu; $saved, $cost  số phần, số tiền bớt được của cả đợt gửi
preview-plain-offer = Bỏ dấu thì mỗi tin { $parts } phần thay vì { $marked }, cả đợt bớt { $saved } phần ({ $cost }). Muốn vậy, ghi send_plain = true dưới dòng [texts.{ $tag }] rồi loa notice edit.
preview-plain-chosen = Gửi KHÔNG DẤU theo lựa chọn của người soạn: mỗi tin { $parts } phần thay vì { $marked }, cả đợt bớt { $saved } phần ({ $cost }).
#   $words  từng chữ và những chữ nó có thể bị đọc thành
preview-misread = Không có dấu thì dễ đọc nhầm: { $words }
preview-misread-word = “{ $word }” ({ $others })
progress = đã đến máy { $delivered } · tổng đài đã nhận { $accepted } · hỏng { $failed }
send-queued = Thông báo { $code } đã duyệt và vào hàng chờ. “loa serve” hoặc “loa worker” sẽ gửi; xem kết quả bằng: loa coverage { $code }
send-dry = Mới chỉ xem thử: chưa ghi, chưa gửi gì. Sau KT: là chỗ của mã kiểm tra, chỉ có khi thông báo được ghi.

## Độ phủ

coverage =
    Trong diện nhận tin: { $people } người, trong đó { $nocontact } người không có cách liên lạc.
    Số tin: { $deliveries } · Chi phí: { $cost }
coverage-villages = Thôn, bản chưa được báo xếp trên cùng:
coverage-legend = “Đã đến máy” là điện thoại của hộ báo đã nhận. “Mới đến tổng đài” là căn cứ yếu hơn. “?” là xã chưa nhập số hộ của thôn.
coverage-languages = { $people } người phải nhận tin bằng tiếng khác với tiếng mình muốn nghe: thông báo không có bản tiếng đó, hoặc điện thoại không hiện được chữ đó.
coverage-unknown = { $people } tin chưa rõ có đến hay không. Còn hạn gửi thì gửi lại cho riêng những người này: loa notice resend { $notice } --as "TÊN"
coverage-disagrees = “?” ở cột “Tỷ lệ hộ” (hộ trong danh sách/số hộ): danh sách có nhiều hộ hơn số hộ xã đã nhập nên không tính được tỷ lệ. Người cùng nhà mà không chung số nào bị tính thành nhiều hộ; cũng có thể số hộ đã cũ hoặc có người ghi nhầm thôn. Hãy xem lại rồi nhập lại danh sách thôn hoặc danh sách người.
village-unknown = (chưa rõ thôn)

## Quyết toán tháng

statement = Gửi qua từng tổng đài, tháng { $month }:
statement-running = Gửi qua từng tổng đài, tháng { $month } (chưa hết tháng):
statement-sum = Cộng: { $vnd }
statement-legend =
    Tính theo giờ Việt Nam lúc tin rời máy, theo giá ghi trong loa.toml, chưa có thuế. “Gửi thêm lần nữa” là tin đã giao cho một tổng đài trước đó, có thể bị tính tiền hai lần.
    Chưa tính: tin máy trả lời bà con và tin gọi cán bộ, vì không ghi trong sổ gửi tin.
statement-carriers = “Từ … đến …”: giá tùy nhà mạng, mà chưa rõ số nào của nhà mạng nào.
billed-delivered = đã đến máy
billed-accepted = tổng đài nhận, chưa có báo đến máy
billed-undelivered = tổng đài nhận, không đến được máy
billed-ambiguous = chưa rõ tổng đài có nhận hay không
billed-extra = gửi thêm lần nữa
invoice = So với hóa đơn:
invoice-gateway = { $gateway }: sổ ghi { $parts } phần tin, { $vnd }; hóa đơn ghi { $billedparts } phần tin, { $billedvnd }.
invoice-agrees = Khớp.
invoice-missing = Hóa đơn không có tổng đài này, mà sổ ghi { NUMBER($parts) } phần tin, { NUMBER($vnd) } đ.
invoice-not-ours = Sổ không ghi tin nào giao cho tổng đài này trong tháng. Xem lại tên tổng đài trong hóa đơn, hoặc hỏi nhà mạng.
invoice-more-parts = Hóa đơn nhiều hơn sổ { NUMBER($parts) } phần tin. Có thể là tin trả lời bà con, tin gọi cán bộ, hoặc tin của tháng khác, của chương trình khác: hãy xin nhà mạng bản kê từng tin.
invoice-fewer-parts = Hóa đơn ít hơn sổ { NUMBER($parts) } phần tin.
invoice-just-as-many = Vừa bằng { NUMBER($parts) } phần { $kind ->
    [extra] gửi thêm lần nữa
    [ambiguous] chưa rõ tổng đài có nhận hay không
    [undelivered] không đến được máy
   *[accepted] chưa có báo đến máy
}: có lẽ nhà mạng không tính các phần ấy.
invoice-price = Khác giá: hóa đơn tính { NUMBER($theirs) } đ một phần, loa.toml ghi { NUMBER($ours) } đ, nên hóa đơn { $which ->
    [more] nhiều hơn
   *[less] ít hơn
} { NUMBER($vnd) } đ.
invoice-money = Cùng số phần tin, nhưng hóa đơn { $which ->
    [more] nhiều hơn
   *[less] ít hơn
} { NUMBER($vnd) } đ. Có thể do làm tròn, hoặc giá đổi giữa tháng.
invoice-beyond = Bảng giá trong loa.toml khác nhau theo nhà mạng; hóa đơn { $which ->
    [more] nhiều hơn mức cao nhất
   *[less] ít hơn mức thấp nhất
} { NUMBER($vnd) } đ. Có thể do thuế giá trị gia tăng, hoặc giá đổi giữa tháng.
invoice-tax = Hóa đơn nhiều hơn { NUMBER($vnd) } đ, đúng bằng { $percent } %: có lẽ là thuế giá trị gia tăng.

## Khám máy

doctor-ill = { $things } việc cần làm, xem các dòng ✗ ở trên.
doctor-database = { $engine } trả lời, các bảng đúng phiên bản.
doctor-clock = Bây giờ là { $now }, đồng hồ máy này đáng tin.
doctor-clock-behind = Đồng hồ máy này chạy chậm: sổ gửi tin đã ghi đến { $reached }, muộn hơn giờ đồng hồ đang chỉ. Chỉnh lại giờ và bật đồng bộ giờ (NTP); trong khi chờ, tin thường chưa được gửi.
doctor-clock-doubted = Đồng hồ của máy gửi tin đã nhảy giờ nên không còn tin được: máy tự đếm tiếp, lần xem cuối là { $reached }. Tin thường đang được giữ lại; tin gấp và tin nguy hiểm vẫn đi. Chỉnh lại giờ và bật đồng bộ giờ (NTP).
doctor-key = Tệp khóa: { $path } (dấu { $fingerprint }). PHẢI sao lưu tệp này ở nơi khác: mất nó là mất mọi số điện thoại.
doctor-people = { $people ->
    [0] Danh sách có 0 người. Hãy nhập danh sách: loa people import FILE --area MÃ_XÃ
   *[other] Danh sách có { $people } người.
}
doctor-url = Tổng đài và điện thoại gọi vào: { $url }
doctor-url-local = { $url } chỉ mở trên máy này. Nếu tổng đài ở nơi khác, hãy đặt LOA_PUBLIC_URL.
doctor-no-gateway = Chưa khai báo đường gửi nào: thêm mục [[channel]] vào loa.toml (xem loa.toml.example).
doctor-gateway = { $gateway } ({ $way }) nối được.
doctor-gateway-down = { $gateway } ({ $way }) KHÔNG nối được: { $fault }. Kiểm tra địa chỉ trong loa.toml và đường mạng.
doctor-gateway-simulated = { $gateway } ({ $way }): MÔ PHỎNG, không đến điện thoại thật.
doctor-alert = Cần xem: { $alert }

doctor-quarantine = Cơ sở dữ liệu được khôi phục từ bản cũ ({ $why ->
    [older] cũ hơn số ghi cạnh tệp khóa
    [moved] cạnh tệp khóa không có tệp .epoch
   *[elsewhere] nằm ở chỗ khác trước
}) nên TẠM GIỮ từ { $since }, chưa gửi gì. Hai người duyệt cho gửi tiếp bằng: loa resume --as TÊN --as TÊN

## Thử đường gửi

gateways-none = Chưa khai báo đường gửi nào: thêm mục [[channel]] vào loa.toml (xem loa.toml.example).
gateway-confirms = có
gateway-silent = không
gateway-simulated = mô phỏng, không đến điện thoại thật
rate-second = { $parts } phần tin/giây
rate-hour = { $parts } phần tin/giờ
gateway-unknown = Không có đường gửi nào tên “{ $gateway }”. Trong loa.toml có: { $names }.
gateway-not-sms = Đường gửi “{ $gateway }” chuyển { $way }, không nhắn đến số điện thoại được.
gateway-bad-number = Không gửi thử được: { $why }.
gateway-not-taken = “{ $gateway }” chưa nhận tin: { $outcome }.

gateway-sent =
    Đã gửi thử
      Đường gửi    { $gateway }
      Đến số       { $to }
      Nội dung     { $text }
      Số phần tin  { $parts } ({ $alphabet })
gateway-answered =
    Trả lời
      Kết quả      { $outcome } ({ $name })
      Mã           { $code }
      Số mã tin    { $ids }
      Mất          { $milliseconds } ms
    Đọc thế nào

gateway-outcome-accepted = tổng đài đã nhận
gateway-outcome-not-sent = tin chưa rời khỏi máy này
gateway-outcome-throttled = tổng đài bảo gửi chậm lại
gateway-outcome-transient-rejected = tổng đài tạm thời không nhận
gateway-outcome-ambiguous = không rõ tổng đài đã nhận hay chưa
gateway-outcome-bad-recipient = tổng đài không nhận số này
gateway-outcome-bad-content = tổng đài không nhận nội dung này
gateway-outcome-auth = tổng đài không nhận tài khoản của ta
gateway-outcome-poison = máy không ghép được tin

# Đọc kết quả thế nào, và phải làm gì tiếp.
gateway-read-accepted = Tổng đài đã nhận, chưa chắc máy đã nhận: xem điện thoại có tin không, dấu có đúng không. Tin báo đã đến máy về sau, khi loa serve đang chạy.
gateway-read-silent = Tổng đài đã nhận, chưa chắc máy đã nhận: xem điện thoại có tin không, dấu có đúng không. Tổng đài này không báo đã đến máy, nên sổ chỉ ghi đến “{ outcome-accepted }”.
gateway-read-simulated = Đường gửi này chỉ mô phỏng: không có tin nào đến điện thoại.
gateway-read-not-sent = Không nối được. Kiểm tra địa chỉ trong loa.toml, đường mạng, rồi chạy loa doctor. Chưa mất tiền.
gateway-read-throttled = Tổng đài nghe được ta nhưng chê nhanh quá. Đợi một lát rồi thử lại; nếu vẫn vậy, giảm per_second trong loa.toml.
gateway-read-transient-rejected = Tổng đài nghe được ta nhưng lúc này không nhận. Thử lại sau; khi gửi thật, máy tự thử lại.
gateway-read-ambiguous = Tin có thể đã đi: xem điện thoại. Nếu mã là “no rule” thì loa.toml chưa tả câu trả lời này: hỏi tổng đài nghĩa của nó rồi thêm mục [[channel.reply]]. Nếu không có trả lời, hỏi tổng đài xem có ghi tin này không.
gateway-read-bad-recipient = Kiểm tra lại số, hoặc hỏi tổng đài: mạng này có trong hợp đồng không, số viết kiểu nào.
gateway-read-bad-content = Tên người gửi hoặc mẫu tin chưa đăng ký với tổng đài, hoặc tin có chữ tổng đài không cho. Đưa tổng đài xem nội dung và mã ở trên.
gateway-read-auth = Kiểm tra tên, mật khẩu, tên người gửi trong loa.toml, số tiền trong tài khoản, và địa chỉ IP mà tổng đài cho phép.
gateway-read-poison = Đây là lỗi của loa: hãy giữ lại màn hình này và báo cho người phát triển.
gateway-wait = Tổng đài xin đợi { $seconds } giây.

## Mẫu tin đã đăng ký với nhà mạng

template-approved = đã duyệt
template-waiting = chờ duyệt
template-refused = bị từ chối
templates-none = Chưa khai báo mẫu tin nào, nên tin viết thế nào cũng gửi đi. Nếu nhà mạng đòi đăng ký mẫu, hãy ghi danh mục mẫu vào một tệp và thêm dòng templates = "…" vào mục [[channel]] trong loa.toml.
templates-untaken = Không đường gửi nào nhận nội dung này.
templates-check = { $why ->
    [taken] { $gateway }: nhận, theo mẫu “{ $template }”.
    [any] { $gateway }: nhận, đường này không đòi mẫu.
   *[other] { $gateway }: không nhận, vì { unregistered-why }.
}
# Vì sao một bài chưa gửi qua một đường được; đứng giữa câu.
#   $gateway   tên đường gửi
#   $template  số hiệu mẫu gần nhất với bài
#   $longest   số chữ nhiều nhất của một chỗ điền
unregistered-why = { $why ->
    [marked] bài có dấu, mà mẫu “{ $template }” của { $gateway } chỉ nhận tin không dấu (ghi send_plain = true trong tệp thông báo thì khớp)
    [long] bài khớp mẫu “{ $template }” của { $gateway } nhưng có chỗ điền dài quá { $longest } chữ
    [waiting] mẫu “{ $template }” của { $gateway } còn chờ nhà mạng duyệt
    [refused] nhà mạng đã từ chối mẫu “{ $template }” của { $gateway }
   *[unknown] lời không khớp mẫu nào đã đăng ký ở { $gateway }
}

## Sao lưu, khôi phục

backup-made = Đã sao lưu vào { $file } ({ $size } KB); bản sao đã đọc thử, nguyên vẹn.
backup-key = Tệp khóa { $key } (dấu { $fingerprint }) KHÔNG nằm trong bản sao: phải cất riêng ở nơi khác. Thiếu nó thì không đọc được số điện thoại nào.
backup-commands =
    pg_dump đăng nhập được. Để sao lưu, hãy chạy:
    { $backup }
    Để khôi phục vào một cơ sở dữ liệu mới, hãy chạy:
    { $restore }
backup-password = Lệnh sẽ hỏi mật khẩu. Muốn chạy tự động, hãy ghi mật khẩu vào tệp ~/.pgpass (chmod 600).
backup-no-tool = Không chạy được pg_dump: hãy cài công cụ của PostgreSQL (gói postgresql-client) trên máy này.
backup-old-tool = pg_dump bản { $tool } cũ hơn máy chủ PostgreSQL bản { $server }: hãy cài bản mới hơn (gói postgresql-client).
backup-shut-out = pg_dump không vào được cơ sở dữ liệu: { $reason }
resumed = Đã cho gửi tiếp. Tin khẩn cấp chưa rõ có đến hay không được gửi lại một lần, tin khác thì chờ báo nhận. Thông báo đang tạm dừng thì cán bộ quyết định từng cái: loa notice list.

## Vì sao chưa làm được

refused-no-officer = Không có cán bộ nào tên “{ $officer }”. Thêm bằng: loa officer add.
refused-name-taken = Đã có cán bộ tên “{ $officer }” (không kể dấu, chữ hoa). Nếu là người khác, ghi thêm chức vụ vào tên.
refused-no-notice = Không có thông báo “{ $notice }”.
refused-nobody = Không gửi được cho ai: { $people ->
    [0] địa bàn này chưa có ai trong danh sách.
   *[other] { $people } người trong diện nhận tin đều không có cách liên lạc nào đang mở.
}
refused-nobody-advertising = Không gửi được tin quảng cáo này cho ai: trong { $people } người thuộc diện nhận tin, { $noconsent } người chưa đồng ý nhận quảng cáo (ai đồng ý thì nhắn DK QC), { $listed } người có số trong danh sách không quảng cáo, { $enough } người đã đủ số tin trong 24 giờ. Nếu đây không phải quảng cáo, hãy xóa dòng “promotional = true” rồi loa notice edit.
refused-no-advertiser = Tin quảng cáo chỉ được đi qua tổng đài có tên người gửi (brandname) đã đăng ký quảng cáo, mà loa.toml chưa có tổng đài nào như vậy. Nhờ người vận hành đăng ký với nhà mạng rồi ghi promotional = true cho tổng đài ấy; hoặc báo bà con bằng đường khác; hoặc, nếu đây không phải quảng cáo, xóa dòng “promotional = true” rồi loa notice edit.
refused-advertising-late = Trước { $until } chưa được gửi tin quảng cáo, mà hạn gửi không muộn hơn giờ ấy: tin sẽ quá hạn khi chưa gửi được cho ai. Hãy sửa “send_by” thành một giờ muộn hơn.
#   $file  tệp ghi ở [promotional] do_not_call
do-not-call-closed = Không đọc được danh sách không quảng cáo { $file }: { $reason }. Chưa gửi tin quảng cáo nào cho đến khi đọc được: báo người vận hành.
do-not-call-line = Danh sách không quảng cáo { $file }: dòng { $line } không phải số điện thoại. Sửa hoặc xóa dòng ấy; chưa sửa thì không gửi tin quảng cáo nào.
refused-no-gateway = Chưa khai báo đường gửi nào trong loa.toml, nên chưa gửi được.
refused-quiet = Đang giờ yên tĩnh đến { $until }, mà hạn gửi không muộn hơn giờ ấy: tin sẽ quá hạn khi chưa gửi được cho ai. Nếu không chờ được đến lúc ấy thì đổi mức độ thành “urgent”; nếu chờ được thì sửa “send_by” thành một giờ muộn hơn.
refused-quiet-urgent = Đang giờ yên tĩnh đến { $until }, mà hạn gửi không muộn hơn giờ ấy: tin sẽ quá hạn khi chưa gửi được cho ai. Hãy sửa “send_by” thành một giờ muộn hơn. Chỉ tin “flash”, báo nguy hiểm tính mạng, mới đi ngay trong giờ này.
refused-no-such-gateway = Không có tổng đài nào tên “{ $gateway }”. Xem tên ở loa.toml, hoặc bỏ --gateway để xem tất cả.
refused-budget = Không đủ ngân sách tháng { $month }: gửi thông báo này hết { NUMBER($cost) } đ, mà chỉ còn { NUMBER($left) } đ (không kể { NUMBER($reserve) } đ dành cho tin khẩn cấp). Hãy bớt người nhận, viết tin ngắn lại, chờ sang tháng sau, hoặc xin lãnh đạo tăng ngân sách (mục [budget] trong loa.toml).
refused-sample = Đây là bản mẫu, không được gửi qua { $gateway } là đường gửi thật. Bỏ “sample = true” nếu là tin thật.
refused-unregistered = Bài { $lang } chưa gửi bằng SMS được: { unregistered-why }. Có ba cách: sửa lời cho khớp một mẫu đã duyệt (xem bằng: loa gateway templates { $gateway }), hoặc đăng ký mẫu mới với nhà mạng rồi ghi vào danh mục; gửi qua đường SMS khác không đòi mẫu; báo bà con bằng cách khác: Zalo, Telegram, trang tin, người đến tận nhà.
refused-changed = Thông báo vừa được người khác sửa. Hãy đọc lại rồi làm lại.
refused-nobody-unknown = Không còn ai chưa rõ đã nhận được tin hay chưa, nên không có gì để gửi lại.
refused-too-late = Đã quá hạn gửi của thông báo này (send_by). Nếu vẫn cần, hãy soạn thông báo mới.
refused-hash = Dấu nội dung không khớp với bản đang lưu của thông báo { $code }: gõ nhầm, hoặc bản ấy đã được sửa. Đọc lại bằng loa notice show { $code } và loa notice preview { $code }, rồi duyệt với dấu in ở đó.
refused-no-question = Không có tin nhắn số { $number }. Xem: loa inbox list --all
refused-answered-already = Tin nhắn số { $number } đã có người trả lời.
refused-empty-answer = Câu trả lời chưa có chữ nào.
refused-no-person = Không có ai trong danh sách dùng số hoặc địa chỉ này.
refused-file = Không đọc được { $file }: { $reason }
refused-nothing-usable = Không có dòng nào của { $file } dùng được, nên chưa ghi gì.
refused-unreadable = Không đọc được danh sách { $file }:
refused-file-there = { $file } đã có rồi: hãy chọn tên khác, bản cũ không bị ghi đè.
refused-backup-unfinished = { $file } đã có rồi: một lần sao lưu khác đang chạy hoặc đã đứt giữa chừng. Nếu không còn lần nào đang chạy, hãy xóa tệp ấy rồi làm lại.
refused-unwritable = Không ghi được { $file }: { $reason }
refused-bad-copy = Bản sao không dùng được nên đã xóa: { $reason }. Hãy xem lại ổ đĩa rồi sao lưu lại.
refused-quarantine = Cơ sở dữ liệu này được khôi phục từ bản cũ nên đang tạm giữ, chưa gửi gì. Hai người duyệt cho gửi tiếp bằng: loa resume --as TÊN --as TÊN
refused-no-quarantine = Hệ thống không bị tạm giữ, không phải cho gửi tiếp.
refused-broken = Hệ thống trục trặc, chưa làm gì cả: { $reason }

## Tệp thông báo viết chưa đúng

#   $file  tên tệp; $line  dòng thứ mấy; $field  tên mục trong tệp
slip-not-there = Không đọc được { $file }: không có tệp ấy. Xem lại tên tệp và thư mục đang đứng.
slip-closed = Không đọc được { $file }: có thể là một thư mục, hoặc máy không cho đọc ({ $reason }).
slip-no-text = Không đọc được { $file }: không phải văn bản UTF-8. Mở bằng Notepad, chọn Save As, mục Encoding chọn UTF-8, rồi ghi lại.
slip-missing = { $file }: chưa ghi { $field ->
    [title] tiêu đề: thêm dòng title = "…"
    [topic] lĩnh vực: thêm dòng topic = "…" (policy, health, education, scitech, market, security)
    [urgency] mức độ: thêm dòng urgency = "…" (routine, urgent, flash)
    [issuer] cơ quan ban hành: thêm dòng issuer = "…"
    [document] số văn bản: thêm dòng document = "…"
    [areas] nơi nhận: thêm dòng areas = ["mã xã"]
   *[other] giờ: thêm dòng { $field } = "2026-11-23T18:00:00+07:00" với ngày giờ của mình
}, phía trên mọi dòng trong ngoặc vuông.
slip-unquoted = { $file }, dòng { $line }: { $code } phải để trong ngoặc kép: "{ $code }".
slip-twice = { $file }, dòng { $line }: mục này đã ghi ở phía trên rồi. Hãy xóa một trong hai dòng.
slip-syntax = { $file }, dòng { $line }: viết chưa đúng. Mỗi mục là một dòng dạng tên = "nội dung"; chữ và giờ để trong ngoặc kép thẳng, ngoặc nào mở thì phải đóng.
slip-strange = { $file }, dòng { $line }: không có mục nào tên “{ $field }”. Ở đây chỉ ghi được: { $known }.
slip-below = { $file }, dòng { $line }: mục “{ $field }” phải đứng phía trên mọi dòng trong ngoặc vuông. Hãy chuyển dòng ấy lên đầu tệp.
slip-kind = { $file }, dòng { $line }: mục “{ $field }” phải là { $wanted ->
    [flag] true hoặc false, không có ngoặc kép
    [number] một số, không có ngoặc kép
    [list] danh sách trong ngoặc vuông, mỗi thứ trong ngoặc kép: ["…", "…"]
    [table] một phần riêng, mở đầu bằng [{ $field }.MÃ_TIẾNG]
   *[text] chữ trong ngoặc kép: "…"
}.
slip-word = { $file }, dòng { $line }: “{ $word }” không dùng được cho mục “{ $field }”. Hãy chọn một trong: { $known }.
slip-moment = { $file }, dòng { $line }: “{ $written }” ở mục “{ $field }” chưa phải giờ. Ghi đủ ngày, giờ và +07:00, ví dụ "2026-11-23T18:00:00+07:00".

## Tin nhắn của bà con

inbox-empty = Không còn tin nhắn nào chưa trả lời.
inbox-question = Tin nhắn số { $number }, { $when }, { $commune }:
inbox-assigned = Đã giao tin nhắn số { $number } cho { $officer }.
inbox-answered = Đã trả lời tin nhắn số { $number }.
inbox-answered-by = ({ $officer } đã trả lời.)
