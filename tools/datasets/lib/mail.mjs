/** Reads what the headline data need from an e-mail: subject, thread and five numbers. */

/** `{ header(name): values[], body }` of a message (RFC 5322: folded headers, then an empty line). */
export function parseMessage(text) {
  const [head] = text.split(/\r?\n\r?\n/, 1);
  const lines = head.replace(/\r?\n[ \t]+/g, '   ').split(/\r?\n/);
  const header = (name) => {
    const prefix = `${name.toLowerCase()}:`;
    return lines.filter((l) => l.toLowerCase().startsWith(prefix)).map((l) => l.slice(prefix.length).trim());
  };
  return { header, body: text.slice(head.length) };
}

/** Text of a header with encoded words (RFC 2047), such as =?iso-8859-1?Q?caf=E9?=. */
export function decodeWords(text) {
  const joined = text.replace(/\?=\s+=\?/g, '?==?');
  return joined.replace(/=\?([^?]+)\?([QB])\?([^?]*)\?=/gi, (whole, charset, kind, content) => {
    const bytes = kind.toUpperCase() === 'B' ? Buffer.from(content, 'base64') : quotedPrintable(content);
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      return whole;
    }
  });
}

function quotedPrintable(content) {
  const plain = content.replace(/_/g, ' ').replace(/=([0-9A-F]{2})/gi, (_, hex) => {
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  return Buffer.from(plain, 'latin1');
}

/** The subject as it is shipped: one line, no control characters, every e-mail or network address taken out. */
export function cleanSubject(text) {
  return text
    .replace(/\p{C}+/gu, ' ')
    .replace(/\S*@\S*/g, ' ')
    .replace(/\b\d{1,3}(\.\d{1,3}){3}\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What subjects of one conversation, or of one mailing with random tails, have in common. */
export function threadKey(subject) {
  return subject
    .replace(/\s{3,}\S+\s*$/, '')
    .replace(/\[[^\]]*\]/g, ' ')
    .toLowerCase()
    .replace(/\b(re|fwd?|aw|antwort)\b\s*(\[\d+\])?\s*:/g, ' ')
    .replace(/\(fwd\)|\(was.*$/g, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}

/** Identifiers of this message and of those it answers. */
export function references(message) {
  return ['message-id', 'in-reply-to', 'references'].flatMap((name) =>
    message.header(name).flatMap((value) => value.match(/<[^<>\s]+>/g) ?? []),
  );
}

/** Hour of day in the sender's time zone, body length, links in the body, relay hops, share of capital letters. */
export function numbersOf(message, subject) {
  const time = /\b(\d{1,2}):\d{2}/.exec(message.header('date')[0] ?? '');
  const letters = subject.match(/\p{L}/gu)?.length ?? 0;
  const capitals = subject.match(/\p{Lu}/gu)?.length ?? 0;
  return [
    time === null ? 12 : Number(time[1]) % 24,
    message.body.length,
    message.body.match(/https?:\/\/|www\./gi)?.length ?? 0,
    message.header('received').length,
    letters === 0 ? 0 : capitals / letters,
  ];
}
