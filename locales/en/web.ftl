# Words of the pages villagers open.
# Nothing here may assume that the reader has a script, an account or an app.

## Every page

# The name of the service, beside its sign.
web-name = Loa
web-never-asks = We never ask for a password, a one-time code or a money transfer.

## Choosing a commune

web-home-title = Notices of your commune
web-home-what = Loa brings public notices to every villager, in their own language.
web-home-ask = Which commune or ward do you live in?
web-home-hint = Type its new name, with or without accents. For example: mu cang chai
web-home-find = Search
web-home-found = Choose your commune
web-home-none = No commune found named “{ $query }”
web-home-none-advice = Try fewer letters, or the name the commune has had since the mergers. If in doubt, ask your village head.
web-home-more = There are more. Add the name of the province to find the right one.

## The board of a commune

# $place is the name with its kind, such as "Xã Mù Cang Chải".
web-board-title = { $place }: notices in force
# $at is a time in words.
web-board-as-of = As of { $at }
web-board-empty = No notice is in force at the moment
web-board-empty-danger = If you see danger, get away from it and call at once. Do not wait for a notice.
web-board-other = Choose another commune
# $until is a time in words.
web-card-until = In force until { $until }

## Urgency and disaster levels

web-urgency-routine = Routine
web-urgency-urgent = Urgent
web-urgency-flash = EMERGENCY
# $level is 1 to 5, Decision 18/2021/QĐ-TTg.
web-level = Disaster risk level { $level }

## One notice

web-until = In force until
web-issuer = Issued by
web-document = Document or bulletin number
web-code = Verification code
web-code-why = Not sure it is real? Read this code to an officer of the commune and ask.
web-notice-back = { $place }: all notices
# $asked and $shown are names of languages, such as "Hmong".
web-instead = This notice is not available in { $asked } yet. The text below is in { $shown }.
web-listen = Listen to this notice
# $length is a duration and $size an amount of data, both in words.
web-listen-cost = { $length } long, uses { $size } of data
web-sample = SAMPLE – NOT A REAL NOTICE
web-sample-why = This notice was written to try the service out. Do not act on it.
web-expired = EXPIRED
web-expired-why = This notice was in force until { $until } only. See the latest notices of the commune.
web-withdrawn = WITHDRAWN
web-withdrawn-why = The issuer has taken this notice back. See the latest notices of the commune.
# Said with notices of danger that are over: only an all-clear is an all-clear.
web-over-danger = The danger may not be over. Go back only when the commune says it is safe.

## Calling for help

web-calls = Need help? Call now (free of charge)
web-call-112 = Rescue
web-call-113 = Police
web-call-114 = Fire
web-call-115 = Ambulance

## When something is wrong

web-not-found = There is no such page
web-not-found-why = The address may be mistyped, or the page has been taken down.
web-not-ours = Not one of ours
web-not-ours-why = We have no notice with the code { $code }.
web-not-ours-check = Compare every letter and digit with the code in the message.
web-not-ours-do = If the code is still the same, the message may be fake: do not act on it, open its links or send money. Tell the commune police or the People’s Committee.
web-broken = Something broke on our side
web-broken-why = Please try again in a few minutes. If you are in danger, do not wait: call now.
web-error-home = To the first page
