# SMS. Each message must fit ONE part (160 letters, names included): the tests count.
# No web addresses: people are taught that messages with links are fraud.

## The frame of every notice

# Each letter here is multiplied by the number of recipients.
#   $short  the short text, as approved
#   $code   lets a person ask back with "KT <code>" (kiểm tra: check)
sms-notice = { $short } KT:{ $code }

# The same where the sender's name takes no answers.
sms-notice-to = { $short } KT:{ $code } to { $number }

# Advertising. The program puts [QC] in front; how to refuse it stands at the end.
sms-advertisement = { $short } KT:{ $code } Stop: HUY QC
sms-advertisement-to = { $short } KT:{ $code } Stop: HUY QC to { $number }

## Answers

# Answer to TC (từ chối: decline). Must say that evacuation orders still come,
# and how to return.
sms-opted-out = You will get no more ordinary notices. Evacuation orders and danger-to-life warnings still come. To get notices again, send DK.

# Answer to KT <code> when the notice is ours and in force.
#   $issuer    the issuing office
#   $document  number of the document or bulletin
#   $title     title of the notice
sms-verified = YES, sent by { $issuer }, No. { $document } of { $day }: { $title }

# Ours, but taken back: nobody is to act on it any more.
sms-withdrawn = WITHDRAWN: No. { $document } of { $issuer }. Do not act on it any more. Ask your village head or commune.

# Ours, and its time is over. Must not say that the danger is.
#   $until  when it ended
sms-over = OUT OF DATE since { $until }: No. { $document } of { $issuer }. Ask the commune what holds now.

# A specimen, sent to try a gateway. The authority is not named: it has said nothing.
sms-specimen = SAMPLE, NOT A REAL NOTICE: “{ $title }”. It was sent as a trial, you need not do anything.

# Answer to KT <code> when there is no such code. It may be a slip in the code
# of a real warning, so it must not tell anyone to ignore the message.
sms-not-ours = We sent no notice with this code. Check it and send again, or ask your village head or commune. Send no money, open no link. Report fraud: call 156.

# Answer to what the program does not understand, or to a call for help with it.
sms-help = Send KT and the code: is it real; DK and your commune: get notices; NN and a language; TC: stop. Rescue 112, police 113, fire 114, ambulance 115.

# An officer tries a newly connected gateway.
sms-test = TEST of the notice system. Nothing has happened, you need not do anything.

sms-opted-in = Notices to this number are on again. To stop them, text TC.

## The conversation: registering, choosing topics and languages

sms-registered = This number will get notices of { $commune }. To stop them, send TC.
sms-which-commune = Which commune? { $choices }. Send its number.
sms-which-province = { $count } places have this name. In which province? Send its name.
sms-no-commune = No commune is called “{ $name }”. Send DK, the commune, the province. Example: DK Mường Toong, Điện Biên.
sms-say-commune = We do not know your commune. Send DK, the commune, the province. Example: DK Mường Toong, Điện Biên.
sms-which-village-of = Which village? { $choices }. Send its number, or 0 if it is not there.
sms-which-village = Which village? Send its name, or 0 if you do not know.
sms-no-village = No village is called so. Send its name again, or 0 if you do not know.
sms-village-kept = Noted: { $village }. Notices of the commune will come to this number.
sms-village-open = Noted. Notices of the commune will come to this number.
sms-no-such-choice = There is no such number. Look at the last message and send again.
sms-topic-on = This number will get notices about { $topic }. To stop all, send TC.
sms-topic-off = This number gets no more notices about { $topic }. Evacuation orders and danger to life still come.
sms-advertising-on = Noted: this number agrees to advertising (marked [QC]) of the commune, { $count } messages a day at most. To stop, send HUY QC.
sms-advertising-off = This number gets no more advertising. Other notices still come. To stop all ordinary ones, send TC.
sms-which-topic = Stop what? Send HUY and: YTE, GIAODUC, CHINHSACH, KHCN, GIACA, ANNINH. To stop all but danger to life: TC.
sms-which-language = Send NN and the language. Example: NN MONG, NN THAI, NN VIET.
sms-which-script = Which script? { $choices }. Send its number.
sms-language-kept = From now on in { $language } where there is such a text. Back to Vietnamese: NN VIET.
sms-received = The commune has your message; an officer will read and answer it. Rescue 112, police 113, fire 114, ambulance 115.
