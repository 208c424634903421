import { dtypeOf } from '../../core/dtype.ts';
import type { Column } from '../../data/types.ts';
import { type Feed, orderName, type ResidentArray, residentArrays } from '../feed.ts';
import type { Program } from '../program.ts';

/** What data are for, and how many sets of different shapes stay on the device for it. */
const KEPT = { train: 1, validation: 1, evaluate: 1, batch: 4, predict: 4 } as const;

export type FeedRole = keyof typeof KEPT;

interface Kept {
  readonly role: FeedRole;
  readonly signature: string;
  /** Its name, and its arrays as they were when it was new: the shapes stay. */
  readonly feed: Feed;
}

/**
 * Data on the device, given anew by each call. Data of the same shapes take the place of the last ones, so that the steps compiled for
 * them serve again; the oldest of too many go, with their steps.
 */
export class FeedStore {
  private kept: Kept[] = [];
  private made = 0;
  /** Told the name of a feed that goes. */
  onForget: (feed: string) => void = () => {};

  constructor(private readonly program: Program) {}

  /** Uploads data; gives them the name under which steps read them. */
  async put(role: FeedRole, unnamed: Omit<Feed, 'name'>): Promise<Feed> {
    const signature = signatureOf(unnamed);
    const known = this.kept.find((k) => k.role === role && k.signature === signature);
    const feed = { ...unnamed, name: known?.feed.name ?? `${role}/${this.made++}` };
    if (known === undefined) {
      await this.makeRoom(role);
      this.kept.push({ role, signature, feed });
    }
    this.upload(feed);
    return feed;
  }

  private async makeRoom(role: FeedRole): Promise<void> {
    const own = this.kept.filter((k) => k.role === role);
    const gone = own.slice(0, Math.max(0, own.length + 1 - KEPT[role]));
    this.kept = this.kept.filter((k) => !gone.includes(k));
    for (const { feed } of gone) await this.forget(feed);
  }

  private async forget(feed: Feed): Promise<void> {
    this.onForget(feed.name);
    await this.program.forget(feed.name);
    for (const { name } of arraysOf(feed)) this.program.store.remove(name);
  }

  private upload(feed: Feed): void {
    const { store } = this.program;
    try {
      for (const { name, data, shape } of arraysOf(feed)) {
        store.buffer(name, dtypeOf(data), shape);
        store.write(name, data);
      }
    } catch (error) {
      this.kept = this.kept.filter((k) => k.feed.name !== feed.name);
      for (const { name } of arraysOf(feed)) store.remove(name);
      throw error;
    }
  }
}

/** The arrays of a feed and the order in which its samples come. */
function arraysOf(feed: Feed): ResidentArray[] {
  const order = Uint32Array.from({ length: feed.samples }, (_, i) => i);
  return [{ name: orderName(feed.name), data: order, shape: [feed.samples] }, ...residentArrays(feed)];
}

/** All that a step's graph depends on: names, shapes, encodings, and which columns share their data. */
function signatureOf({ samples, inputs, targets, weights = {} }: Omit<Feed, 'name'>): string {
  const data = new Map<object, number>();
  const number = (array: object): number => {
    if (!data.has(array)) data.set(array, data.size);
    return data.get(array)!;
  };
  const describe = (columns: Readonly<Record<string, Column>>) =>
    Object.entries(columns).map(([name, c]) => [name, c.dtype, c.encoding, c.shape, number(c.data)]);
  return JSON.stringify([samples, describe(inputs), describe(targets), describe(weights)]);
}
