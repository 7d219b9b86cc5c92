# Lĩnh vực và chủ đề của thông báo. Viết thường để đứng được giữa câu; trang tự
# viết hoa chữ đầu khi cần. Thêm một chủ đề: thêm một dòng ở đây và ở en/topics.ftl.

topic-policy = chính sách, pháp luật
topic-health = y tế
topic-education = giáo dục
topic-scitech = khoa học, công nghệ
topic-market = thị trường
topic-security = an ninh, trật tự

## Chính sách, pháp luật

subtopic-child-marriage = phòng chống tảo hôn
subtopic-citizen-id = căn cước, giấy tờ
subtopic-health-insurance = bảo hiểm y tế
subtopic-land = đất đai
subtopic-meeting = họp thôn, bản
subtopic-ntp-support = chương trình mục tiêu quốc gia
subtopic-vbsp-loan = vay vốn chính sách

## Y tế

subtopic-diphtheria = bệnh bạch hầu
subtopic-malaria = sốt rét
subtopic-nutrition = dinh dưỡng trẻ em
subtopic-rabies = bệnh dại
subtopic-vaccination = tiêm chủng

## Giáo dục

subtopic-boarding-scholarship = chế độ bán trú, nội trú
subtopic-enrolment = tuyển sinh
subtopic-literacy = xóa mù chữ
subtopic-vocational = dạy nghề

## Khoa học, công nghệ

subtopic-digital-skills = kỹ năng số
subtopic-livestock = chăn nuôi, thú y
subtopic-seed = giống cây trồng

## Thị trường

subtopic-cassava-price = giá sắn
subtopic-coffee-price = giá cà phê
subtopic-pepper-price = giá hồ tiêu
subtopic-trade-fair = hội chợ

## An ninh, trật tự; thiên tai

subtopic-border = biên giới
subtopic-cold-spell = rét đậm, rét hại
subtopic-drought = hạn hán
subtopic-fire = cháy
subtopic-flash-flood = lũ quét
subtopic-flood = lũ
subtopic-forest-fire = cháy rừng
subtopic-frost = sương muối, băng giá
subtopic-hail = mưa đá
subtopic-heavy-rain = mưa lớn
subtopic-inundation = ngập lụt
subtopic-landslide = sạt lở đất
subtopic-salinity = xâm nhập mặn
subtopic-scam = lừa đảo
subtopic-storm = bão
subtopic-thunderstorm = dông, lốc, sét
subtopic-typhoon = siêu bão

## Việc của một thông báo trước đó

subtopic-correction = đính chính
subtopic-all-clear = hết nguy hiểm
