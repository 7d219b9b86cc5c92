# What “loa demo” says to officers and visitors. Each line must leave no doubt:
# all of it is simulated, and nobody gets a real message.

demo-title = DEMO ON THIS MACHINE. People, numbers and gateways are simulated; no message leaves this machine.
# $seconds is how long it took to write the whole list.
demo-settled = A specimen list is made: { $people } people in { $villages } villages of { $area }, { $province } ({ $seconds } seconds). Villages, names and numbers are made up.

## The gateways

demo-gateways = SIMULATED gateways, which take messages and report back over HTTP as real ones do:
demo-head-gateway = Gateway
demo-head-rate = Messages a second
demo-head-price = Price of a part
demo-fates = Of 100 numbers some 3 fail; of 10 phones some 1 is off or out of reach, in high villages 3; Telegram never says that a message arrived.

## Writing and approving

# $sms is the message exactly as it will leave.
demo-written =
    { $officer } writes the specimen { $code }: { $title }
    SMS: { $sms }
# $why is the sentence of the refusal.
demo-refused = { $officer } tries to approve it: REFUSED. { $why }
demo-approved = { $officer } approves. Sending begins (simulated).
demo-done = Done after { $seconds } seconds, the last { $horizon } of them spent waiting for phones to confirm. SIMULATED result:

## The pages

# $board is the page of the commune, $page that of the notice.
demo-serving =
    The commune's page: { $board }
    The notice's page: { $page }
    They are served until Ctrl-C.
# $board and $page are what addresses look like; nothing is served there.
demo-not-serving =
    The commune's page has an address like { $board }, each notice one like { $page }
    To open them, run: loa demo --serve

## Keeping and stopping

demo-kept = Kept. Look at it again with: LOA_DATABASE_URL='{ $database }' LOA_KEY_FILE='{ $key }' loa coverage { $code }
demo-keep-taken = The folder { $folder } holds a demo already. Choose another one, or delete it.
demo-interrupted = Stopped half-way.
