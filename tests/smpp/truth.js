// A message centre on the npm package `smpp`, which is not ours: says its port,
// then what it did with each part it was handed, as its own decoder reads it, a
// JSON object a line. It ends when its standard input does.
//
// FAULTS, a JSON object: `drop_ms` breaks every line so often; `unruly` puts
// parts off, refuses a tenth of the phones and answers late.
const smpp = require("smpp");

const faults = JSON.parse(process.env.FAULTS || "{}");
const lines = new Set();
let handed = 0;
let taken = 0;
// Receipts that nobody has answered.
const unsaid = [];

const say = (line) => process.stdout.write(JSON.stringify(line) + "\n");

// What is done with a part: a name, and the status it is answered with.
function fate(to) {
  const place = ++handed;
  if (!faults.unruly) return ["taken", smpp.ESME_ROK];
  if (to.endsWith("7")) return ["refused", smpp.ESME_RINVDSTADR];
  if (place % 500 >= 100 && place % 500 < 115) return ["put_off", smpp.ESME_RTHROTTLED];
  if (place % 20 === 11) return ["late", smpp.ESME_ROK];
  return ["taken", smpp.ESME_ROK];
}

// Says what is unsaid, each once more where the line broke before its answer.
function tell(session) {
  while (unsaid.length > 0 && lines.has(session)) {
    const receipt = unsaid.shift();
    session.unanswered.add(receipt);
    session.deliver_sm(receipt, () => session.unanswered.delete(receipt));
  }
}

const server = smpp.createServer((session) => {
  session.unanswered = new Set();
  session.on("error", () => {});
  session.on("close", () => {
    lines.delete(session);
    unsaid.push(...session.unanswered);
  });
  session.on("bind_transceiver", (pdu) => {
    session.send(pdu.response());
    lines.add(session);
    tell(session);
  });
  session.on("enquire_link", (pdu) => session.send(pdu.response()));
  session.on("unbind", (pdu) => {
    session.send(pdu.response());
    session.close();
  });
  session.on("submit_sm", (pdu) => {
    const said = pdu.short_message;
    if (typeof said.message !== "string") throw new Error("no text");
    const [what, command_status] = fate(pdu.destination_addr);
    const heads = (said.udh || []).map((head) => head.toString("hex"));
    const { destination_addr: to, data_coding: coding, esm_class } = pdu;
    say({ to, text: said.message, heads, coding, esm_class, fate: what });
    if (command_status !== smpp.ESME_ROK) {
      session.send(pdu.response({ command_status }));
      return;
    }
    const id = String(++taken).padStart(10, "0");
    unsaid.push({
      source_addr: to,
      destination_addr: pdu.source_addr,
      esm_class: 4,
      short_message: `id:${id} sub:001 dlvrd:001 submit date:2611260900 done date:2611260901 stat:DELIVRD err:000 text:`,
      receipted_message_id: id,
      message_state: 2,
    });
    const answer = () => session.send(pdu.response({ message_id: id }));
    // The receipt overtakes an answer that is late.
    if (what === "late") setTimeout(answer, 400);
    else answer();
    tell(session);
  });
});
if (faults.drop_ms) {
  setInterval(() => lines.forEach((session) => session.socket.destroy()), faults.drop_ms);
}
server.listen(0, "127.0.0.1", () => process.stdout.write(server.address().port + "\n"));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
