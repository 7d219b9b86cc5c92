// A message centre on the npm package `smpp`, which is not ours: says its port,
// then each part it takes as its own decoder reads it, a JSON object a line.
// It ends when its standard input does.
const smpp = require("smpp");

let taken = 0;

const server = smpp.createServer((session) => {
  session.on("error", () => {});
  session.on("bind_transceiver", (pdu) => session.send(pdu.response()));
  session.on("enquire_link", (pdu) => session.send(pdu.response()));
  session.on("unbind", (pdu) => {
    session.send(pdu.response());
    session.close();
  });
  session.on("submit_sm", (pdu) => {
    const id = String(++taken).padStart(10, "0");
    const said = pdu.short_message;
    const text = typeof said.message === "string" ? said.message : null;
    if (text === null) throw new Error("no text");
    const heads = (said.udh || []).map((head) => head.toString("hex"));
    const line = { to: pdu.destination_addr, text, heads, coding: pdu.data_coding, esm_class: pdu.esm_class };
    process.stdout.write(JSON.stringify(line) + "\n");
    session.send(pdu.response({ message_id: id }));
    session.deliver_sm({
      source_addr: pdu.destination_addr,
      destination_addr: pdu.source_addr,
      esm_class: 4,
      short_message: `id:${id} sub:001 dlvrd:001 submit date:2611260900 done date:2611260901 stat:DELIVRD err:000 text:`,
      receipted_message_id: id,
      message_state: 2,
    });
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(server.address().port + "\n"));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
