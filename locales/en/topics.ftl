# Fields and topics of notices. Lower-case, so that they can stand inside a
# sentence; pages capitalise where they need to.

topic-policy = policy and law
topic-health = health
topic-education = education
topic-scitech = science and technology
topic-market = market
topic-security = security and order

## Policy and law

subtopic-child-marriage = against child marriage
subtopic-citizen-id = identity papers
subtopic-health-insurance = health insurance
subtopic-land = land
subtopic-meeting = village meetings
subtopic-ntp-support = national target programmes
subtopic-vbsp-loan = policy bank loans

## Health

subtopic-diphtheria = diphtheria
subtopic-malaria = malaria
subtopic-nutrition = child nutrition
subtopic-rabies = rabies
subtopic-vaccination = vaccination

## Education

subtopic-boarding-scholarship = support for boarding pupils
subtopic-enrolment = school enrolment
subtopic-literacy = adult literacy
subtopic-vocational = vocational training

## Science and technology

subtopic-digital-skills = digital skills
subtopic-livestock = livestock and animal health
subtopic-seed = seed and crops

## Market

subtopic-cassava-price = cassava prices
subtopic-coffee-price = coffee prices
subtopic-pepper-price = pepper prices
subtopic-trade-fair = trade fairs

## Security and order; disasters

subtopic-border = border
subtopic-cold-spell = cold spell
subtopic-drought = drought
subtopic-fire = fire
subtopic-flash-flood = flash flood
subtopic-flood = flood
subtopic-forest-fire = forest fire
subtopic-frost = frost
subtopic-hail = hail
subtopic-heavy-rain = heavy rain
subtopic-inundation = inundation
subtopic-landslide = landslide
subtopic-salinity = saltwater intrusion
subtopic-scam = fraud
subtopic-storm = storm
subtopic-thunderstorm = thunderstorm
subtopic-typhoon = typhoon

## About an earlier notice

subtopic-correction = correction
subtopic-all-clear = all clear
