# What the command line says, to officers and operators.

## General

migrated = The tables of the { $engine } database are up to date.
areas-none = No province or commune is called “{ $words }”.
# Where only the bounds of an amount are known.
money-between = from { $least } to { $most } VND
door-closed = Cannot listen on { $address }: { $cause }. Another program may hold it: stop it, or set { $setting } to a free address.
serving-no-gateway = No gateway is configured, so no message can leave; loa.toml.example shows how.
serving = Pages are served at { $url } (Ctrl-C stops).
working = The delivery engine is running (Ctrl-C stops).

## Headings

head-code = Code
head-area = Area
head-duty = Duty
head-province = Province
head-name = Name
head-commune = Commune
head-old-commune = Former commune
head-consent = Consent
head-when = When
head-officer = Officer
head-number = No.
head-words = Words
head-deed = Did
head-village = Village
head-language = Language
head-role = Role
head-ways = Reached by
head-way = Channel
head-messages = Messages
head-parts = Parts
head-cost = Cost
head-gateway = Gateway
head-handed = Handed over
head-price = Price of a part (VND)
head-sum = Price
head-sum-least = Price at least
head-wants = People want
head-gets = and will get
head-got = and got
head-people = People
head-state = State
head-urgency = Urgency
head-title = Title
head-written = Written
head-outcome = Outcome
head-households = Households
head-known = On our lists
head-reached = Reached
head-by-gateway = Gateway only
head-not = Not told
head-share = Share
head-confirms = Confirms
head-rate = Rate
head-template = Template

## Officers

officer-bad-name = The name of an officer needs letters, of one alphabet, and no invisible characters: please type it again.
officers-none = There are no officers yet. Add one with: loa officer add.
officer-added = Added { $officer }: { $duty }, for { $area }.

## Importing lists

import-bad-row = Row { $row } refused: { $why }
import-mended = Put right in { $places } places (rows { $rows }): { $what }
import-done = { $added } people added, { $updated } updated, { $bad } rows refused.
import-no-contact = { $people } people have no phone or other contact: somebody must go and tell them.
import-no-consent = For { $people } people the list does not say who took their consent, and when.
import-dry = Checked only, nothing was written. Leave out --dry-run to write.
import-no-area = No commune is named for this person: add a column “area”, or run again with --area CODE.
import-several-areas = Several communes are called “{ $name }”: write the five-digit code.
import-village-no-area = No commune is named for this village: the list of villages needs --area CODE or a column “area”.
import-several-villages = The commune has several villages “{ $village }”; write the full name or add the column “old_commune”: { $choices }.
import-new-villages = Villages on no list yet, added: { $names }{ $more ->
    [0] {""}
   *[other] {" "}and { $more } more
}. Their households are not known: if this is another spelling of a known village, mend the name in the file.
villages-done = { $added } villages added, { $updated } updated, { $bad } rows refused.

## One person

person-way-silent = { $way } (routine notices stopped)
person-consent = taken by { $by }, { $day }
person-consent-no-day = taken by { $by }, no day written
person-consent-nobody = { $day }, nobody named
person-consent-none = not written down
person-consent-advertising = { $consent }; advertising too
person-silent = Routine notices to this address are stopped. What is a danger to life is still sent.
person-advertising-on = Noted: this number agrees to advertising. Keep the paper or the recording of it.
person-advertising-off = This number gets no more advertising. Other notices still come.
person-forgotten = { $people } people and this address are deleted. The ledger keeps counts only.

## Notices

form-sms = SMS as written
form-plain = SMS without marks
form-chat = Zalo, Telegram, page
deed-write = wrote it
deed-edit = edited it
deed-approve = approved it
deed-pause = paused it
deed-resume = let it go on
deed-stop = stopped it
deed-resend = sent it again to the unknown
notice-author = Author: { $officer }
notice-approver = Approved by: { $officers }
notice-no-approver = Approved by: nobody yet
notice-moved = Notice { $code }: { $state }.
notice-shown =
    Notice { $code }: { $title }
    State: { $state } · Urgency: { $urgency }
    Issuer: { $issuer } · Document: { $document }
    Areas: { $areas } · Send by: { $sendby }
    Id: { $id }
    Hash of the content (for the approver to compare): { $hash }
preview =
    Before sending: { $people ->
        [one] 1 person
       *[other] { $people } people
    }, { $deliveries ->
        [one] 1 message
       *[other] { $deliveries } messages
    } ({ $parts ->
        [one] 1 part
       *[other] { $parts } parts
    }), cost { $cost }.
    { $nocontact ->
        [one] 1 person has
       *[other] { $nocontact } people have
    } no open contact.
preview-carriers = The price depends on each number’s carrier, which its prefix no longer tells. The budget reckons with the dearest.
preview-advertising = ADVERTISING: each SMS begins with { $label }, leaves only through a gateway whose sender's name is registered for advertising, from { $from } to { $to } only, at most { $count } to a number in 24 hours, and only to those who agreed.
left-out = { $people } left out: { $noconsent } have not agreed to advertising, { $listed } have a number on the do-not-call list, { $enough } had as many as 24 hours allow.
preview-begins = Quiet hours: sending begins at { $at }.
preview-begins-advertising = No advertising may leave at this hour: sending begins at { $at }.
preview-last = The last one would have it after about { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}.
preview-last-minutes = The last one would have it after about { $minutes } minutes.
preview-last-hours = The last one would have it after about { $hours } hours.
preview-last-at = The last one would have it at about { $at }, for nothing is sent in quiet hours.
preview-too-slow = IT WILL BE TOO LATE: at the gateway’s rate sending ends at about { $at }, and it must be sent by { $sendby }. Whoever’s turn has not come by then will not have it. Set a later “send_by”, address fewer people, write a shorter text, or add a gateway.
# $why is the refusal that an approver will meet.
preview-hindered = APPROVAL WILL BE REFUSED: { $why }
# $left is what a notice of this urgency may still use.
preview-budget = This month's budget { $budget }: sent { $spent }, approved and still to be sent { $expected }, left for this notice { $left } (kept for flash: { $reserve }).
preview-over-budget = IT WILL PASS THE MONTH'S BUDGET by { NUMBER($over) } VND. A flash notice may be approved nevertheless, and is sent to everybody; tell whoever pays.
# $gateways those that do not take it; $taker the one that will carry it. The other values: see unregistered-why.
preview-registered-elsewhere = The text in { $lang } cannot go by { $gateways }: { unregistered-why }. It will go by { $taker }.
preview-unregistered-flash = IT IS NO REGISTERED TEXT. The text in { $lang }: { unregistered-why }. A flash notice may be approved and is sent nevertheless, but carriers may not pass it on: tell people by another way too (loudspeaker, telephone, door to door).
budget-passed = THE BUDGET OF { $month } IS PASSED: it is { NUMBER($budget) } VND, and what was sent and approved is { NUMBER($over) } VND more. Flash notices are still sent to everybody.
preview-no-village = { $people ->
    [one] 1 person has no village on the lists and is
   *[other] { $people } people have no village on the lists and are
} told the commune’s name where the text has {"{village}"}.
preview-no-name = { $people ->
    [one] 1 person has no name on the lists and is
   *[other] { $people } people have no name on the lists and are
} called “bà con” (in English “neighbour”) where the text has {"{name}"}, “gia đình” (“your household”) where it has {"{household}"}.
#   $lang    language of the text, in Vietnamese: tiếng Việt
#   $units   letters as carriers count them, with the code
preview-text = Text { $lang }: { $units } letters, { $parts ->
    [one] 1 part
   *[other] { $parts } parts
} a message.
#   $letters  what leaves the whole text only 70 letters a part
preview-text-marked = Text { $lang }: { $units } letters, { $parts ->
    [one] 1 part
   *[other] { $parts } parts
} a message; no more than 70 letters to a part because of: { $letters }
#   $fewer  parts without these letters
preview-dear = Dearer because of { $letters }: parts a message { $parts }, without them { $fewer }.
letter-blank = unusual blank { $code } (type a space)
letter-hidden = invisible letter { $code } (delete it)
letter-instead = { $letter } (type { $instead })
#   $marked  parts with marks; $saved, $cost  parts and money spared by all messages
preview-plain-offer = Without marks a message has { $parts ->
    [one] 1 part
   *[other] { $parts } parts
} instead of { $marked }: { $saved } spared in all ({ $cost }). To have it so, write send_plain = true below [texts.{ $tag }] and run loa notice edit.
preview-plain-chosen = Sent WITHOUT MARKS, as its author chose: { $parts ->
    [one] 1 part
   *[other] { $parts } parts
} a message instead of { $marked }, { $saved } spared in all ({ $cost }).
#   $words  each word and what it may be read as
preview-misread = Easily misread without marks: { $words }
preview-misread-word = “{ $word }” ({ $others })
progress = delivered { $delivered } · accepted { $accepted } · failed { $failed }
send-queued = Notice { $code } is approved and queued. “loa serve” or “loa worker” sends it; see the result with: loa coverage { $code }
send-dry = A look only: nothing was written or sent. Behind KT: is the place of the verification code, which a notice gets when it is written.

## Coverage

coverage =
    In the audience: { $people } people, { $nocontact } of them without a contact.
    Messages: { $deliveries } · Cost: { $cost }
coverage-villages = Villages not yet told come first:
coverage-legend = “Reached” means that a phone of the household confirmed it. “Gateway only” is weaker evidence. “?”: the village's households have not been imported.
coverage-languages = { $people } people were told in another language than the one they want: the notice has no version in it, or phones cannot show its script.
coverage-unknown = Of { $people } messages nobody knows whether they arrived. While it may still be sent, send it again to those alone: loa notice resend { $notice } --as "NAME"
coverage-disagrees = “?” under “Share” (households on our lists/counted): the lists have more households than were counted, so no share can be told. People of one house without a common number pass for several households; or the count is old, or people are written into the wrong village. Look them over, then import the villages or the people again.
village-unknown = (village unknown)

## A month's statement

statement = Handed to each gateway in { $month }:
statement-running = Handed to each gateway in { $month } (the month is not over):
statement-sum = Sum: { $vnd }
statement-legend =
    By the clock of Viet Nam when it left, at the price in loa.toml, without tax. “Handed over once more” is what a gateway was given before, and may be billed twice.
    Not counted: answers to people and calls to officers, which are not in the ledger.
statement-carriers = “From … to …”: the price depends on carriers that nobody has named.
billed-delivered = confirmed by a phone
billed-accepted = taken, no phone has said a word
billed-undelivered = taken, not delivered
billed-ambiguous = unknown whether it was taken
billed-extra = handed over once more
invoice = Held against the invoice:
invoice-gateway = { $gateway }: { $parts } parts, { $vnd } in the ledger; { $billedparts } parts, { $billedvnd } on the invoice.
invoice-agrees = They agree.
invoice-missing = The invoice does not name this gateway; the ledger has { NUMBER($parts) } parts, { NUMBER($vnd) } VND.
invoice-not-ours = The ledger has nothing that was handed to this gateway in the month. See how the invoice writes its name, or ask the carrier.
invoice-more-parts = The invoice has { NUMBER($parts) } parts more than the ledger. They may be answers to people, calls to officers, or of another month or program: ask the carrier for a list of messages.
invoice-fewer-parts = The invoice has { NUMBER($parts) } parts fewer than the ledger.
invoice-just-as-many = Just as many, { NUMBER($parts) } parts, { $kind ->
    [extra] were handed over once more
    [ambiguous] are unknown to have been taken
    [undelivered] were not delivered
   *[accepted] were confirmed by no phone
}: the carrier may not bill them.
invoice-price = Another price: { NUMBER($theirs) } VND a part on the invoice, { NUMBER($ours) } VND in loa.toml, so the invoice is { NUMBER($vnd) } VND { $which ->
    [more] more
   *[less] less
}.
invoice-money = For as many parts the invoice is { NUMBER($vnd) } VND { $which ->
    [more] more
   *[less] less
}. It may be rounding, or a price that changed in the month.
invoice-beyond = The prices in loa.toml differ by carrier; the invoice is { NUMBER($vnd) } VND { $which ->
    [more] above the dearest
   *[less] below the cheapest
}. It may be value added tax, or a price that changed in the month.
invoice-tax = The invoice is { NUMBER($vnd) } VND more, exactly { $percent } %: perhaps value added tax.

## Examination

doctor-ill = { $things } things to do: see the lines with ✗.
doctor-database = { $engine } answers, its tables are up to date.
doctor-clock = It is { $now }, and this machine’s clock is trusted.
doctor-clock-behind = This machine’s clock shows a time before { $reached }, which the delivery engine has seen pass. Set it and keep it by NTP; meanwhile routine notices are not sent.
doctor-clock-doubted = The delivery engine does not trust its machine’s clock, which has jumped: it counts on by itself, and at its last look it was { $reached }. Routine notices wait; urgent and flash ones go. Set the clock and keep it by NTP.
doctor-key = Key file: { $path } (fingerprint { $fingerprint }). It MUST be backed up elsewhere: without it every phone number is lost.
doctor-people = { $people ->
    [0] Nobody is on the lists. Import one: loa people import FILE --area CODE
   *[other] { $people } people are on the lists.
}
doctor-url = Gateways and phones reach us at { $url }
doctor-url-local = { $url } is open on this machine only. If the gateway is elsewhere, set LOA_PUBLIC_URL.
doctor-no-gateway = No gateway is configured: add a [[channel]] block to loa.toml (see loa.toml.example).
doctor-gateway = { $gateway } ({ $way }) can be reached.
doctor-gateway-down = { $gateway } ({ $way }) CANNOT be reached: { $fault }. Check its address in loa.toml, and the network.
doctor-gateway-simulated = { $gateway } ({ $way }): SIMULATED, reaches no real phone.
doctor-alert = To be looked at: { $alert }

doctor-quarantine = The database was put back from an older copy ({ $why ->
    [older] it counts less than the file beside the key
    [moved] there is no .epoch file beside the key
   *[elsewhere] it stands in another place than before
}), so it is ON HOLD since { $since } and nothing is sent. Two approvers let it go on with: loa resume --as NAME --as NAME

## Trial of a gateway

gateways-none = No gateway is configured: add a [[channel]] block to loa.toml (see loa.toml.example).
gateway-confirms = yes
gateway-silent = no
gateway-simulated = simulated, reaches no real phone
rate-second = { $parts } parts a second
rate-hour = { $parts } parts an hour
gateway-unknown = No gateway is called “{ $gateway }”. loa.toml has: { $names }.
gateway-not-sms = The gateway “{ $gateway }” carries { $way }: it reaches no phone number.
gateway-bad-number = There can be no trial: { $why }.
gateway-not-taken = “{ $gateway }” did not take the message: { $outcome }.

gateway-sent =
    Sent
      Gateway  { $gateway }
      To       { $to }
      Text     { $text }
      Parts    { $parts } ({ $alphabet })
gateway-answered =
    Answer
      Outcome  { $outcome } ({ $name })
      Code     { $code }
      Ids      { $ids }
      Took     { $milliseconds } ms
    How to read it

gateway-outcome-accepted = the gateway has it
gateway-outcome-not-sent = nothing left this machine
gateway-outcome-throttled = the gateway says “too fast”
gateway-outcome-transient-rejected = the gateway does not take it just now
gateway-outcome-ambiguous = nobody knows whether the gateway has it
gateway-outcome-bad-recipient = the gateway refuses this number
gateway-outcome-bad-content = the gateway refuses this text
gateway-outcome-auth = the gateway refuses our account
gateway-outcome-poison = the message could not be put together

gateway-read-accepted = The gateway has it, the phone perhaps not: look whether it is there, and whether its marks are right. A receipt comes later, while loa serve runs.
gateway-read-silent = The gateway has it, the phone perhaps not: look whether it is there, and whether its marks are right. This gateway sends no receipts, so the ledger will say “{ outcome-accepted }” and no more.
gateway-read-simulated = This gateway is simulated: no phone gets anything.
gateway-read-not-sent = It cannot be reached. Check its address in loa.toml and the network, then run loa doctor. Nothing was charged.
gateway-read-throttled = The gateway hears us and finds us too fast. Wait a little and try again; if it goes on, lower per_second in loa.toml.
gateway-read-transient-rejected = The gateway hears us and does not take messages just now. Try again later; real notices are tried again by themselves.
gateway-read-ambiguous = It may have left: look at the phone. Where the code says “no rule”, loa.toml does not describe this reply: ask the gateway what it means and add a [[channel.reply]]. Where no answer came, ask the gateway whether it knows of the message.
gateway-read-bad-recipient = Check the number, or ask the gateway: is this network in the contract, and how are numbers written?
gateway-read-bad-content = The sender's name or the template is not registered with the gateway, or the text has words it forbids. Show it the text and the code above.
gateway-read-auth = Check name, password and sender in loa.toml, the credit, and the IP addresses the gateway allows.
gateway-read-poison = This is a fault of loa: keep this screen and tell its developers.
gateway-wait = The gateway asks us to wait { $seconds } seconds.

## Texts registered with carriers

template-approved = approved
template-waiting = waiting
template-refused = refused
templates-none = No registered text is configured, so any text may leave. Where carriers want texts registered, write the catalogue into a file and add a line templates = "…" to the [[channel]] block in loa.toml.
templates-untaken = No gateway takes this text.
templates-check = { $why ->
    [taken] { $gateway }: takes it, as template “{ $template }”.
    [any] { $gateway }: takes it; any text may go this way.
   *[other] { $gateway }: does not take it, for { unregistered-why }.
}
# Why a text cannot go by a gateway; stands inside a sentence.
#   $gateway   the gateway's name
#   $template  the carrier's number of the closest template
#   $longest   the most letters of a parameter
unregistered-why = { $why ->
    [marked] it has marks, and the template “{ $template }” of { $gateway } takes texts without marks only (with send_plain = true in the notice file it fits)
    [long] it is the template “{ $template }” of { $gateway }, but a parameter has more than { $longest } letters
    [waiting] the template “{ $template }” of { $gateway } still waits for the carrier
    [refused] the carrier has refused the template “{ $template }” of { $gateway }
   *[unknown] it is none of the texts registered for { $gateway }
}

## Backup, restore

backup-made = Copied to { $file } ({ $size } KB); the copy was read through and is sound.
backup-key = The key file { $key } (fingerprint { $fingerprint }) is NOT in the copy: keep it apart. Without it no phone number can be read.
backup-commands =
    pg_dump is let in. To make the copy, run:
    { $backup }
    To put it back into a new database, run:
    { $restore }
backup-password = The command will ask for the password. To run it unattended, write the password into ~/.pgpass (chmod 600).
backup-no-tool = pg_dump cannot be run: install PostgreSQL’s tools (package postgresql-client) on this machine.
backup-old-tool = pg_dump is of version { $tool }, older than the PostgreSQL server, which is { $server }: install a newer one (package postgresql-client).
backup-shut-out = pg_dump is not let into the database: { $reason }
resumed = The office goes on. Flash messages of uncertain fate are sent once more, others wait for their receipts. Each paused notice waits for an officer to decide: loa notice list.

## Refusals

refused-no-officer = No officer is called “{ $officer }”. Add one with: loa officer add.
refused-name-taken = An officer called “{ $officer }” is there already (marks and case aside). If this is somebody else, add the post to the name.
refused-no-notice = There is no notice “{ $notice }”.
refused-nobody = Nobody can be reached: { $people ->
    [0] nobody of this area is on the lists.
   *[other] none of the { $people } people in the audience has a contact that is open.
}
refused-nobody-advertising = Nobody can be sent this advertisement: of { $people } people in the audience { $noconsent } have not agreed to advertising (they do by sending DK QC), { $listed } have a number on the do-not-call list, { $enough } had as many as 24 hours allow. If this is no advertising, remove “promotional = true”, then loa notice edit.
refused-no-advertiser = Advertising leaves only through a gateway whose sender's name (brandname) is registered for it, and loa.toml has none. Have the operator register the name with the carrier and write promotional = true for that gateway; or tell people another way; or, if this is no advertising, remove “promotional = true”, then loa notice edit.
refused-advertising-late = No advertising may leave before { $until }, and the time to send by is no later: the notice would be out of date before anybody had it. Change “send_by” to a later time.
do-not-call-closed = The do-not-call list { $file } cannot be read: { $reason }. No advertising leaves until it can: tell the operator.
do-not-call-line = The do-not-call list { $file }: line { $line } is no phone number. Mend or remove it; until then no advertising leaves.
refused-no-gateway = No gateway is configured in loa.toml, so nothing can be sent.
refused-quiet = Quiet hours last until { $until }, and the time to send by is no later: the notice would be out of date before anybody had it. If it cannot wait until then, make it “urgent”; if it can, change “send_by” to a later time.
refused-quiet-urgent = Quiet hours last until { $until }, and the time to send by is no later: the notice would be out of date before anybody had it. Change “send_by” to a later time. Only “flash”, for danger to life, goes in these hours.
refused-no-such-gateway = No gateway is called “{ $gateway }”. See loa.toml for its name, or leave --gateway out to see all.
refused-budget = The budget of { $month } does not last: this notice costs { NUMBER($cost) } VND, and { NUMBER($left) } VND are left (without { NUMBER($reserve) } VND that are kept for flash). Address fewer people, shorten the text, wait for next month, or have the budget raised ([budget] in loa.toml).
refused-sample = This is a specimen and must not leave through { $gateway }, which is real. Remove “sample = true” if the notice is real.
refused-unregistered = The text in { $lang } cannot leave as SMS: { unregistered-why }. There are three ways out: change its words to those of an approved template (see them with: loa gateway templates { $gateway }), or register a new one with the carrier and add it to the catalogue; send by another SMS gateway that takes any text; tell people by another way: Zalo, Telegram, the notice board, door to door.
refused-changed = Somebody has just changed this notice. Read it again, then try again.
refused-nobody-unknown = There is nobody left of whom it is unknown whether they have it: nothing to send again.
refused-too-late = It is too late to send this notice (send_by has passed). If it is still needed, write a new one.
refused-hash = The hash does not match what is stored now of notice { $code }: it is mistyped, or the notice was edited. Read it again with loa notice show { $code } and loa notice preview { $code }, then approve with the hash printed there.
refused-no-question = There is no message { $number }. See: loa inbox list --all
refused-answered-already = Message { $number } has been answered.
refused-empty-answer = The answer has no words.
refused-no-person = Nobody on the lists has this number or address.
refused-file = { $file } cannot be read: { $reason }
refused-nothing-usable = No row of { $file } can be used, so nothing was written.
refused-unreadable = The list { $file } cannot be read:
refused-file-there = { $file } is there already: choose another name, no copy is overwritten.
refused-backup-unfinished = { $file } is there already: another backup is on its way, or one broke off. If none is running, delete that file and try again.
refused-unwritable = { $file } cannot be written: { $reason }
refused-bad-copy = The copy is not sound and was deleted: { $reason }. Look at the disk, then try again.
refused-quarantine = This database was put back from an older copy, so it is on hold and nothing is sent. Two approvers let it go on with: loa resume --as NAME --as NAME
refused-no-quarantine = The office is not on hold; there is nothing to let go on.
refused-broken = Something broke on our side, nothing was done: { $reason }

## A notice file that is not written as one

#   $file  its name; $line  line number; $field  key in the file
slip-not-there = { $file } cannot be read: there is no such file. Look at its name, and at the folder you are in.
slip-closed = { $file } cannot be read: it may be a folder, or not open to you ({ $reason }).
slip-no-text = { $file } cannot be read: it is no UTF-8 text. Open it in Notepad, choose Save As with the encoding UTF-8, and save it.
slip-missing = { $file }: { $field ->
    [title] the title is missing: add a line title = "…"
    [topic] the topic is missing: add a line topic = "…" (policy, health, education, scitech, market, security)
    [urgency] the urgency is missing: add a line urgency = "…" (routine, urgent, flash)
    [issuer] the issuer is missing: add a line issuer = "…"
    [document] the document number is missing: add a line document = "…"
    [areas] the place is missing: add a line areas = ["code of the commune"]
   *[other] a time is missing: add a line { $field } = "2026-11-23T18:00:00+07:00" with your own date and time
}, above every line in square brackets.
slip-unquoted = { $file }, line { $line }: { $code } must stand between quotes: "{ $code }".
slip-twice = { $file }, line { $line }: this key is written further up already. Delete one of the two lines.
slip-syntax = { $file }, line { $line }: this is not how a notice file is written. Each key is a line name = "content"; texts and times stand between straight quotes, and what is opened must be closed.
slip-strange = { $file }, line { $line }: there is no key “{ $field }”. Here only these may stand: { $known }.
slip-below = { $file }, line { $line }: “{ $field }” must stand above every line in square brackets. Move the line to the top of the file.
slip-kind = { $file }, line { $line }: “{ $field }” must be { $wanted ->
    [flag] true or false, without quotes
    [number] a number, without quotes
    [list] a list in square brackets, each thing between quotes: ["…", "…"]
    [table] a part of its own that begins with [{ $field }.TAG]
   *[text] a text between quotes: "…"
}.
slip-word = { $file }, line { $line }: “{ $word }” is no “{ $field }”. Choose one of: { $known }.
slip-moment = { $file }, line { $line }: “{ $written }” in “{ $field }” is no time. Write date, time and +07:00, as in "2026-11-23T18:00:00+07:00".

## What people wrote

inbox-empty = Every message has been answered.
inbox-question = Message { $number }, { $when }, { $commune }:
inbox-assigned = Message { $number } was given to { $officer }.
inbox-answered = Message { $number } has been answered.
inbox-answered-by = ({ $officer } has answered.)
