# Names used everywhere alike: officers' pages, command line, bots, reports.
# Lower-case, so that they can stand inside a sentence.

## Urgency of a notice

urgency-routine = routine
urgency-urgent = urgent
urgency-flash = flash (danger to life)

## What became of a delivery

outcome-waiting = waiting to be sent
outcome-accepted = sent, no word yet from the phone
outcome-delivered = delivered to the phone
outcome-failed = could not be sent
outcome-expired = out of date, so not sent
outcome-stopped = stopped, not sent
# Sent, but the line to the gateway broke: it may or may not have arrived.
outcome-unknown = not known whether it arrived

## Grounds for saying that a village was reached, the strongest first

evidence-handset = the phone reported arrival
evidence-gateway = the gateway reported passing it on
evidence-relay = the relay reported telling the households
evidence-none = no evidence yet

## Channels

channel-sms = SMS
channel-zalo = Zalo
channel-telegram = Telegram
channel-push = push from the news page

## Roles

role-villager = villager
role-relay = respected person, relay
role-head = village head
role-officer = commune officer

## Duties of officers in the system

duty-author = author
duty-approver = approver
duty-admin = administrator

## Where a notice stands

state-draft = draft
state-approved = approved
state-planning = listing recipients
state-sending = sending
state-paused = paused
state-completed = sent
state-stopped = stopped
state-discarded = discarded, sent to nobody
state-expired = past its time

## Languages

language-unknown = No language has the tag “{ $tag }”.
language-no-script = The language tag “{ $tag }” lacks its script. Choose one of: { $known }.

## Why a notice is not accepted yet

#   $field    name of the field in the notice file
#   $lang     language of the text, in Vietnamese
fault-missing = { $field ->
    [title] The title
    [issuer] The issuer
    [document] The document number
   *[other] The field “{ $field }”
} is missing.
fault-no-areas = No commune or province is chosen: write its code between quotes, as in areas = ["03163"]; loa areas finds it.
fault-no-roles = “audience” is empty, so nobody is addressed: name the roles, or delete the line to address everybody.
#   $known    all subtopics there are
fault-subtopic = There is no subtopic “{ $subtopic }”: delete the line, or choose one of: { $known }.
fault-link = Text { $lang }: an SMS must not hold a link ({ $link }), since people are taught that such messages are fraud; name an office or a phone number instead.
fault-too-long = The field “{ $field }” has { NUMBER($letters) } letters, more than { NUMBER($limit) }.
fault-placeholder = Text { $lang }: there is no placeholder { $placeholder }. Use only {"{name}"}, {"{village}"}, {"{household}"}.
fault-flash-personal = Text { $lang }: a flash notice must be the same for everyone, without placeholders.
# $units is the length as the network counts it.
# $limit holds for this text, $plain for one without marks.
fault-flash-too-long = Text { $lang }: a flash notice must fit one SMS, { $limit } letters with its code; this one is { $units } letters long and takes { $parts }. Shorten it.
# $letters are the first letters with marks.
fault-flash-too-long-marked = Text { $lang }: a flash notice must fit one SMS; this one has letters with marks ({ $letters }), which leaves { $limit } letters with its code, and is { $units } long: { $parts } SMS. Write it without marks ({ $plain } letters) or shorten it.
fault-twin-not-plain = Text { $lang }: the unaccented form has letters that key phones cannot show: { $letters }
fault-too-many-parts = Text { $lang }: takes { $parts } SMS, more than { $limit }.
# $dose is a dose in the text: 5 ml, hai viên.
fault-plain-language = Text { $lang }: this language cannot be read without its marks, so it has no unaccented form. Delete “plain” and “send_plain” of that text.
fault-plain-flash = Text { $lang }: nobody but an officer takes the marks off a flash notice. To send it without marks, write “plain” yourself and read it word by word.
fault-plain-dose = Text { $lang }: it has a dose of medicine ({ $dose }), so only an officer takes its marks off. To send it without marks, write “plain” yourself and read it word by word.
plain-kept-language = Text { $lang } always goes with its marks: its readers need them.
plain-kept-flash = The marks of a flash notice are not taken off unasked: where a gateway takes no letters with marks there is no other form to send. To have one, write “plain” yourself.
plain-kept-dose = There is a dose of medicine in it ({ $dose }), so its marks are not taken off unasked. To have a form without marks, write “plain” yourself.
fault-hidden-letters = { $field ->
    [title] The title
    [issuer] The issuer
    [document] The document number
    [short] The short text
    [plain] The unaccented short text
    [full] The full text
   *[other] The field “{ $field }”
} has characters that hide or reverse text; type it again.
fault-expired = The time to send by is past: change “send_by” in the notice file to a time to come, and write it again with loa notice edit.
fault-validity = The times of validity make no sense: change the notice file so that “valid_to” is after “valid_from” and not before “send_by”.
fault-risk-level = The disaster level must be 1 to 5, not { $level }.
fault-promotional-flash = A “flash” notice is about danger to life and cannot be advertising: remove “promotional = true”, or change “urgency”.
fault-promotional-warning = A warning of a disaster, a disease or of danger to order (by its “subtopic”, its “risk_level”, or as an urgent notice of health or security) must reach everybody and cannot be advertising: remove “promotional = true”.
placeholder-unknown = There is no placeholder { $placeholder }. Use only {"{name}"}, {"{village}"}, {"{household}"}.

## Why an officer may not do this

#   $officer  the officer's name
barred-own-notice = { $officer } wrote or edited this notice and may not approve it. Another approver is needed.
barred-not-approver = Approving notices is not among the duties of { $officer }: ask an approver (--role approver) to do it.
barred-outside-area = { $area } is outside the area of { $officer }: look at the codes in “areas” of the notice, or leave it to an officer of that area.
barred-needs-two = Two different approvers must let it go on together: loa resume --as NAME --as NAME.
barred-state = Cannot { $deed ->
    [edit] edit
    [approve] approve
    [pause] pause
    [resume] resume
    [stop] stop
    [resend] send again
   *[other] do this to
} a notice that is in this state: { $state ->
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
barred-flash-pause = A warning of danger to life cannot be paused: let it go out, or stop it (loa notice stop).

## Calling officers

#   $gateway  name of the gateway; $code  code of the notice; $word  the gateway's own word
alert-content = loa: { $gateway } refuses the text of notice { $code } ({ $word }). The notice is held back on this way. Settle the template with the gateway, then run: loa notice resume { $code }
alert-auth = loa: { $gateway } refuses our account or its credit ({ $word }). What is not sent is waiting. Check password and balance.
alert-down = loa: { $gateway } does not work ({ $word }). What is not sent is waiting, or goes another way. Call the gateway.
alert-poison = loa: a message of notice { $code } brought the program down and was set aside. Tell the operator.
alert-budget = loa: flash notices have passed the budget of { $gateway }. They are still sent. Tell whoever pays; details: loa statement

## Areas and addresses

area-unknown = No province or commune has the code { $code }.
address-bad = This address cannot be used for { $channel ->
    [sms] { channel-sms }
    [zalo] { channel-zalo }
    [telegram] { channel-telegram }
   *[push] { channel-push }
}.

## Checking translations

#   $place  file or folder at fault; $line  line number; $key  name of the message
locale-fault-folder = { $place }: the folder's name is no language tag, so nobody will read it.
locale-fault-syntax = { $place }: not valid Fluent from line { $line } on.
locale-fault-decomposed = { $place }: line { $line } has decomposed letters; type it again in composed form (NFC), or an SMS costs twice as much.
locale-fault-twice = { $place }: the message “{ $key }” is there twice.
#   $lost, $unknown  names of values, or "-" if none
locale-fault-values = { $place }: the message “{ $key }” does not have the values of the Vietnamese one. Lost: { $lost }. Unknown: { $unknown }.
locale-fault-missing = { $place }: the message “{ $key }” is not translated.
locale-fault-extra = { $place }: Vietnamese has no message “{ $key }”; its name may be misspelt.
