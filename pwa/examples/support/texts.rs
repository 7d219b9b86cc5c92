//! Texts of the sample notices (CC0; fictional: not for dissemination).

/// Danger to life.
pub const FLOOD: &str = "\
    KHẨN CẤP. Đêm nay 2/8 xã Mù Cang Chải có mưa rất to, nguy cơ cao xảy ra lũ quét và sạt \
    lở đất, cấp độ rủi ro thiên tai cấp 3. Những nhà ở ven suối, chân đồi, gần chỗ đất nứt \
    phải rời đi NGAY, đến nhà văn hóa thôn hoặc trường học theo hướng dẫn của trưởng bản. \
    Mang theo nước uống, đèn pin, điện thoại, thuốc, giấy tờ và chăn cho trẻ nhỏ. Không qua \
    suối, qua ngầm tràn khi nước chảy xiết. Không quay lại nhà lấy đồ, không vớt củi. Nếu \
    thấy nước suối đục bất thường, nghe tiếng ầm ầm hoặc thấy cây nghiêng, hãy chạy lên chỗ \
    cao hai bên. Cần cứu giúp thì gọi 112 hoặc trưởng bản.";

/// The longest of the samples: 616 letters.
pub const WATER_TANKS: &str = "\
    Ủy ban nhân dân xã Bắc Hà niêm yết danh sách hộ dự kiến được hỗ trợ nước sinh hoạt phân \
    tán thuộc Chương trình mục tiêu quốc gia tại nhà văn hóa các thôn, từ ngày 10 đến ngày \
    25 tháng 11. Mỗi hộ đủ điều kiện được hỗ trợ mua bồn chứa nước hoặc làm bể, lu chứa \
    nước. Bà con đến xem tên nhà mình, xem có hộ nào không đúng đối tượng hoặc còn thiếu \
    không. Có ý kiến thì nói với trưởng thôn, người có uy tín, hoặc gửi giấy cho xã trước \
    ngày 25 tháng 11. Người không đọc được chữ thì nhờ trưởng thôn đọc giúp. Sau ngày này, \
    xã chốt danh sách và công khai kết quả. Không ai được thu tiền của bà con để đưa tên vào \
    danh sách.";

/// An urgent notice of health.
pub const DIPHTHERIA: &str = "\
    Ngành y tế ghi nhận ca mắc bệnh bạch hầu tại xã Mường Xén. Bệnh lây qua đường hô hấp và \
    có thể làm chết người, nhưng phòng được bằng vắc xin và chữa được nếu đến sớm. Khi có \
    sốt, đau họng, khàn tiếng, cổ sưng, trong họng có màng trắng, bà con phải đến trạm y tế \
    ngay, không chờ ở nhà, không tự mua thuốc. Người đã tiếp xúc với người bệnh uống thuốc \
    kháng sinh do y tế phát và tự theo dõi 14 ngày. Đeo khẩu trang, rửa tay bằng xà phòng, \
    mở cửa cho thoáng nhà, tạm hoãn đám đông ăn uống. Đội tiêm sẽ đến từng bản từ ngày 10 \
    tháng 7; trẻ em và người lớn theo danh sách hãy đi tiêm đầy đủ.";
