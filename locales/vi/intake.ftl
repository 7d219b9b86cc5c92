# Đọc danh sách người dân và danh sách thôn bản từ Excel, CSV. Người đọc là cán bộ xã
# đang mở danh sách bên cạnh. Câu nói về một dòng viết thường ở đầu vì đứng sau "Dòng 12:".

## Số điện thoại

phone-empty = chưa có số điện thoại
phone-not-digits = số điện thoại có chữ hoặc ký hiệu lạ; chỉ ghi chữ số
phone-length = số điện thoại có { $digits } chữ số; số di động có 10 chữ số
phone-prefix = không có số di động nào bắt đầu như vậy; xin kiểm tra lại số
phone-landline = số điện thoại là số máy bàn, không nhận được tin nhắn; xin ghi số di động
phone-service = số điện thoại là số tổng đài (1800, 1900), không phải số của người dân
phone-short = số điện thoại là số khẩn cấp hoặc đầu số ngắn, không phải số của người dân
phone-foreign = số điện thoại là số nước ngoài; hệ thống chỉ nhắn được số di động Việt Nam

## Không đọc được cả tệp

intake-cannot-read = Không mở được tệp. Xin kiểm tra tệp còn đó không và có quyền đọc không.
intake-not-a-file = Đây không phải là một tệp. Xin chọn một tệp Excel hoặc CSV.
intake-empty = Tệp trống, không có dòng nào.
intake-not-a-list = { $found ->
    [html] Tệp này là trang web được đặt tên như tệp Excel. Xin mở bằng Excel rồi lưu lại dạng .xlsx.
    [xml] Tệp này là XML. Xin mở bằng Excel rồi lưu lại dạng .xlsx.
    [pdf] Tệp này là PDF. Xin lấy danh sách gốc dạng Excel hoặc CSV.
    [word] Tệp này là văn bản Word. Xin chép bảng sang Excel rồi lưu dạng .xlsx.
    [ods] Tệp này là bảng tính OpenDocument. Xin lưu lại dạng .xlsx.
    [xlsb] Tệp này là sổ Excel dạng nhị phân (.xlsb). Xin lưu lại dạng .xlsx.
   *[other] Tệp này không phải danh sách Excel hay CSV.
 }
intake-no-header = Không thấy dòng tiêu đề cột trong 30 dòng đầu. Cần một dòng có ít nhất hai cột quen thuộc, trong đó có “Họ và tên” hoặc “Số điện thoại”. Ví dụ: Họ và tên, Số điện thoại, Thôn/bản, Xã cũ, Xã, Ngôn ngữ, Vai trò, Người lấy ý kiến đồng ý, Ngày đồng ý.
intake-no-village-header = Không thấy dòng tiêu đề cột trong 30 dòng đầu. Danh sách thôn cần cột “Thôn/bản” và ít nhất một cột nữa trong các cột: Xã, Xã cũ, Số hộ, Số người.
intake-no-invoice-header = Không thấy dòng tên cột. Hóa đơn cần cột “Tổng đài” và ít nhất một trong hai cột “Số phần tin”, “Thành tiền”.
intake-no-amount = Dòng { $row }: “{ $written }” không phải một số.
intake-unknown-columns = Dòng tiêu đề (dòng { $line }) có cột chưa rõ nghĩa: { $names }. Xin đổi tên hoặc xóa các cột đó rồi đọc lại. Chưa có dòng nào được nhận.
intake-two-columns = Hai cột “{ $first }” và “{ $second }” cùng một nội dung. Xin giữ lại một cột.
intake-encrypted = Tệp Excel có mật khẩu. Xin bỏ mật khẩu rồi lưu lại.
intake-damaged = Tệp Excel bị hỏng. Xin mở bằng Excel, lưu thành tệp mới rồi đọc lại.
intake-unpacks = Tệp Excel quá lớn so với một danh sách: mở ra cần hơn { $megabytes } MB bộ nhớ, có thể vì có ô ghi ở rất xa bảng. Xin chép riêng danh sách sang tệp mới.
intake-too-large = Tệp lớn hơn { $megabytes } MB. Xin chia nhỏ danh sách.
intake-too-many-rows = Danh sách có hơn { NUMBER($rows) } dòng. Xin chia thành nhiều tệp.

## Một dòng không nhận được

intake-nobody = không có họ tên, cũng không có số điện thoại
intake-no-name = không có tên thôn, bản
intake-digits-lost = Excel đã rút gọn số điện thoại (như 8.49E+10) nên mất chữ số, không khôi phục được. Xin định dạng cột là Text (Văn bản) rồi nhập lại số
intake-channel = không rõ kênh nhận tin “{ $written }”; ghi một trong: sms, zalo, telegram, push
intake-no-address = { $channel ->
    [sms] nhận tin qua SMS nhưng không có số điện thoại
   *[other] nhận tin qua { $channel } nhưng không có địa chỉ nhận tin
 }
intake-language = không rõ ngôn ngữ “{ $written }”; ghi tên như Mông, Thái, Dao, hoặc mã như hmn-Latn-VN
intake-role = không rõ vai trò “{ $written }”; ghi một trong: người dân, người có uy tín, trưởng thôn, cán bộ
intake-date = “{ $written }” không phải là ngày; ghi như 12/3/2026
intake-count = “{ $written }” không phải là số đếm
intake-not-agreed = danh sách ghi là người này không đồng ý, nên không nhận
intake-cell-too-long = ô ở cột “{ $column }” quá dài
intake-line-too-long = dòng quá dài, không phải một dòng của danh sách
intake-unclosed-quote = có dấu ngoặc kép (") mở mà không đóng
intake-garbled = chữ ở cột “{ $column }” bị hỏng, không đọc được; xin gõ lại
intake-broken-formula = công thức ở cột “{ $column }” báo lỗi; xin sửa hoặc nhập giá trị
intake-more-cells = có { $cells } ô trong khi tiêu đề có { $columns } cột; có thể thừa dấu phân cách trong một ô

## Một dòng đã được sửa, xin xem lại

mended-zero = thêm số 0 ở đầu số điện thoại
mended-point-zero = bỏ “.0” ở cuối số điện thoại
mended-power = viết lại số điện thoại dạng lũy thừa (E+10), còn đủ chữ số
mended-old-number = đổi số điện thoại 11 số sang 10 số
mended-several = một ô ghi nhiều số điện thoại, nhận tất cả
mended-words = bỏ chữ ghi cạnh số điện thoại
mended-left-out = bỏ một số không dùng được: { $why ->
    [phone-landline] là số máy bàn
    [phone-service] là số tổng đài
    [phone-short] là số khẩn cấp hoặc quá ngắn
    [phone-foreign] là số nước ngoài
    [phone-not-digits] có chữ lẫn với số
   *[other] thiếu, thừa hoặc sai chữ số
 }
mended-area-zeros = thêm số 0 ở đầu mã xã

## Về cả danh sách

ignored-ethnicity = Cột “{ $column }” cho biết dân tộc nên không đọc và không lưu. Hệ thống chỉ cần ngôn ngữ mà người dân muốn nghe.
ignored-sensitive = Cột “{ $column }” là thông tin nhạy cảm nên không đọc và không lưu.
ignored-not-kept = Không cần đến nên không đọc: { $column }.
ignored-unnamed = Cột { $column } có chữ nhưng không có tên cột nên không đọc.
intake-other-sheets = Chỉ đọc trang tính “{ $read }”. Các trang sau cũng giống danh sách nhưng chưa đọc: { $names }. Xin lưu mỗi trang thành một tệp nếu cần.
intake-letters-mended = Đã chuyển { NUMBER($cells) } ô từ phông chữ cũ TCVN3 (.VnTime) sang Unicode. Xin xem lại vài tên.
intake-passed-over = Đã bỏ qua { NUMBER($rows) } dòng không phải người hay thôn: tên nhóm, dòng tổng cộng, chữ ký.
