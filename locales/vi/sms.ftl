# Tin nhắn SMS. Viết có dấu; máy tự bỏ dấu khi cần. Bỏ dấu rồi mỗi tin phải vừa
# MỘT tin nhắn (160 chữ, kể cả tên cơ quan, tiêu đề): cargo test đếm hộ.
# Chọn chữ mà bỏ dấu vẫn hiểu: "không" thay cho "đừng" ("dung": đúng hay đừng?).
# Không viết đường dẫn web: bà con được dạy rằng tin có đường dẫn là tin lừa đảo.

## Khung của mọi thông báo

# Mỗi chữ ở đây nhân với số người nhận, nên chỉ có nội dung và mã kiểm tra.
#   $short  nội dung ngắn, đã được duyệt
#   $code   mã để bà con nhắn "KT <mã>" hỏi lại có đúng tin của xã không
sms-notice = { $short } KT:{ $code }

# Như trên, khi tên người gửi không nhận được tin trả lời.
#   $number  số máy để bà con nhắn lại
sms-notice-to = { $short } KT:{ $code } gửi { $number }

# Tin quảng cáo. Máy đặt nhãn [QC] lên trước; cuối tin bao giờ cũng chỉ cách từ
# chối. TC là chữ quen dùng: từ chối.
sms-advertisement = { $short } KT:{ $code } TC: HUY QC

sms-advertisement-to = { $short } KT:{ $code } TC: HUY QC gửi { $number }

## Trả lời bà con

# Trả lời TC (từ chối). Phải nói rõ: lệnh sơ tán vẫn gửi, và cách nhận lại.
sms-opted-out = Đã ngừng gửi tin thường đến số này. Lệnh sơ tán và tin nguy hiểm tính mạng vẫn gửi. Muốn nhận lại tin, nhắn DK.

# Trả lời KT <mã> khi đúng là tin của ta và còn hiệu lực.
#   $issuer    cơ quan ban hành: UBND xã Mù Cang Chải
#   $document  số văn bản hoặc số bản tin: 128/TB-UBND
#   $day       ngày tin có hiệu lực: 23/11/2026
#   $title     tiêu đề thông báo
sms-verified = TIN THẬT của { $issuer }, số { $document }, ngày { $day }: { $title }

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
sms-help = Nhắn KT và mã: hỏi tin thật giả; DK và tên xã: nhận tin; NN và tên tiếng: đổi tiếng; TC: thôi nhận. Cứu nạn 112, công an 113, cháy 114, cấp cứu 115.

# Tin cán bộ gửi thử sau khi nối máy với nhà mạng.
sms-test = TIN THỬ NGHIỆM của hệ thống thông báo. Không có việc gì xảy ra, bà con không phải làm gì.

sms-opted-in = Đã gửi lại tin thường đến số này. Muốn thôi nhận, nhắn TC.

## Nói chuyện với bà con: đăng ký, chọn tin, chọn tiếng

# Bà con vừa nhắn DK và tên xã.
sms-registered = Đã ghi số này nhận tin của { $commune }. Muốn thôi nhận, nhắn TC.

# Tên xã trùng nhau.
#   $choices  1 Thanh An (Điện Biên), 2 Thanh An (Hải Phòng)
sms-which-commune = Xã nào? { $choices }. Nhắn số thứ tự.

#   $count  số xã trùng tên
sms-which-province = Có { $count } nơi tên này. Bà con ở tỉnh nào? Nhắn tên tỉnh.

#   $name  chữ bà con đã nhắn
sms-no-commune = Không thấy xã nào tên “{ $name }”. Nhắn lại DK, tên xã, tên tỉnh. Ví dụ: DK Mường Toong, Điện Biên.

# Số này chưa có trong danh sách.
sms-say-commune = Máy chưa biết bà con ở xã nào. Nhắn DK và tên xã, tên tỉnh. Ví dụ: DK Mường Toong, Điện Biên.

#   $choices  1 bản Pú Mây, 2 Thôn 1
sms-which-village-of = Ở thôn, bản nào? { $choices }. Nhắn số thứ tự; không có tên thì nhắn 0.

sms-which-village = Ở thôn, bản nào? Nhắn tên; không rõ thì nhắn 0.

sms-no-village = Không thấy thôn, bản nào tên ấy. Nhắn lại tên; không rõ thì nhắn 0.

sms-village-kept = Đã ghi: { $village }. Có tin của xã, máy sẽ nhắn đến số này.

sms-village-open = Đã ghi. Có tin của xã, máy sẽ nhắn đến số này.

sms-no-such-choice = Không có số thứ tự ấy. Xem lại tin trước rồi nhắn lại.

#   $topic  y tế
sms-topic-on = Từ nay số này nhận tin về { $topic }. Muốn thôi nhận mọi tin, nhắn TC.

sms-topic-off = Số này thôi nhận tin về { $topic }. Lệnh sơ tán và tin nguy hiểm tính mạng vẫn gửi.

# Bà con nhắn DK QC: đồng ý nhận tin quảng cáo.
#   $count  số tin nhiều nhất trong 24 giờ
sms-advertising-on = Đã ghi: số này đồng ý nhận tin quảng cáo (có chữ [QC]) của xã, nhiều nhất { $count } tin một ngày. Muốn thôi, nhắn HUY QC.

# Bà con nhắn HUY QC.
sms-advertising-off = Số này thôi nhận tin quảng cáo. Tin khác của xã vẫn gửi. Muốn thôi mọi tin thường, nhắn TC.

# Bà con nhắn HUY và một chữ máy không biết: hỏi lại, không hiểu là thôi hết.
sms-which-topic = Thôi nhận tin gì? Nhắn HUY và: YTE, GIAODUC, CHINHSACH, KHCN, GIACA, ANNINH. Thôi nhận mọi tin thường: nhắn TC.

sms-which-language = Nhắn NN và tên tiếng. Ví dụ: NN MONG, NN THAI, NN VIET.

#   $choices  1 Mông (chữ Mông Việt Nam), 2 Mông (chữ quốc tế)
sms-which-script = Chữ nào? { $choices }. Nhắn số thứ tự.

#   $language  Mông (chữ Mông Việt Nam)
sms-language-kept = Từ nay tin có bản { $language } thì gửi bản ấy. Về tiếng Việt: nhắn NN VIET.

# Tin nhắn tự do của người trong danh sách: đã vào hộp thư của xã.
sms-received = Xã đã nhận được tin nhắn, cán bộ sẽ xem và trả lời. Cần cứu nạn gọi 112, công an 113, cháy 114, cấp cứu 115.
