import { configError } from '../core/errors.ts';
import { presetValues } from '../presets/preset.ts';
import { PRESETS } from '../presets/table.ts';
import type { Fit } from '../train/checkpoint/restore.ts';
import { type Engine, resetNames } from '../train/engine.ts';
import { checkedControl, controlsOf } from './controls.ts';
import { DatasetShelf } from './dataset-shelf.ts';
import { describedRequest } from './described-preset.ts';
import { EngineSource } from './engine-source.ts';
import { errorInfo, isAbort } from './errors.ts';
import type { Host } from './host.ts';
import { memoryNote } from './memory-note.ts';
import { builtOf, type OpenRun, openRun, type RunRequest } from './open-run.ts';
import { openedEvent } from './opened-event.ts';
import { type LeftRun, type Luggage, NOTHING, type Opening } from './opening.ts';
import { OwnData } from './own-data/own-data.ts';
import { presetList } from './preset-list.ts';
import type { Command, Event, RunStatus } from './protocol.ts';
import { LossCount } from './recovery/loss-count.ts';
import { isLost } from './recovery/lost.ts';
import { fitOfRevival, type Revival, revivalOf, revive } from './recovery/revival.ts';
import type { KeeperListener } from './recovery/snapshot-keeper.ts';
import { checkCount, checkSeed, decidesPlan, requestOf, withValue } from './request.ts';
import { Run } from './run.ts';
import { fitOfFile, storedRequest } from './storage/fit-file.ts';
import { RunArchive } from './storage/run-archive.ts';
import { type RunFile, readRunFile } from './storage/run-file.ts';
import { takeOver } from './take-over.ts';

type CommandOf<T extends Command['type']> = Extract<Command, { type: T }>;

const MOST_STEPS = 1_000_000;
const MOST_SAMPLES = 256;

/**
 * The engine behind the page: takes commands at any moment and answers with events. There is at most one run, and at most one that
 * is being made; whatever was begun for an earlier one finds itself out of date and changes nothing.
 */
export class Controller {
  private run: Run | null = null;
  private opening: Opening | null = null;
  private readonly source: EngineSource;
  private readonly shelf: DatasetShelf;
  private readonly own: OwnData;
  /** What was opened last, to try it again. */
  private last: RunRequest | null = null;
  /** Resolves when nothing of earlier runs is on the device. */
  private cleared: Promise<void> = Promise.resolve();
  /** Samples that were asked for and not yet sent, whichever run will answer. */
  private asked: CommandOf<'samples'> | null = null;
  private readonly archive: RunArchive;
  private readonly losses = new LossCount();
  /** A run that was given up after too many losses. */
  private resting: Opening | null = null;
  /** Wishes that outlive a run, by type. */
  private readonly standing = new Map<string, Command>();
  private closed = false;

  constructor(private readonly host: Host) {
    const emit: Host['post'] = (event) => this.post(event);
    this.source = new EngineSource(host, emit, (reason) => this.lost(reason));
    this.own = new OwnData(emit, host.decode ?? noDecoder);
    this.shelf = new DatasetShelf(host, emit, (id) => this.own.dataset(id));
    this.archive = new RunArchive(host, emit);
  }

  /** Lists the presets and opens a device, so that the page can tell early what there is. */
  hello(): void {
    this.post({ type: 'hello', presets: presetList() });
    this.post({ type: 'status', status: 'idle', note: '' });
    this.watch(this.archive.tell());
    void this.source.engine(false).catch(() => {});
  }

  /** Takes a command; what goes wrong becomes an event. */
  handle(command: Command): void {
    try {
      this.dispatch(command);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Frees everything. */
  async close(): Promise<void> {
    this.closed = true;
    this.opening = null;
    this.shelf.clear();
    this.own.drop();
    void this.leave(null);
    await this.cleared;
    await this.archive.close();
    await this.source.close();
  }

  private dispatch(command: Command): void {
    if (command.type === 'samples') this.asked = command;
    if (command.type === 'slow-motion' || command.type === 'watch-nodes')
      this.standing.set(command.type, command);
    if (command.type === 'lose-device') this.source.lose();
    else if (command.type === 'open') this.open(command);
    else if (command.type === 'resume-snapshot') this.resume(this.archive.recall(command.id));
    else if (command.type === 'keep') this.watch(this.keep());
    else if (command.type === 'snapshots') this.watch(this.archive.tell());
    else if (command.type === 'delete-snapshot') this.watch(this.archive.delete(command.id));
    else if (command.type === 'load') this.load(command);
    else if (command.type === 'open-model') this.openModel(command);
    else if (command.type === 'retry-data') this.retryData();
    else if (command.type === 'check-data') void this.own.check(command.request, command.given);
    else if (command.type === 'use-data') this.own.use();
    else if (command.type === 'drop-data') this.own.drop();
    else if (command.type === 'set') this.set(command);
    else if (this.run !== null) this.order(this.run, command);
    else if (this.opening !== null) this.wait(this.opening, command);
    else this.withoutRun(command);
  }

  /** Opens a preset anew, or the newest stored run of it. */
  private open(command: CommandOf<'open'>): void {
    const request = requestOf(command, this.own.preset);
    if (command.resume) this.begin(request, null, { stored: this.archive.recall(command) });
    else this.begin(request, null);
  }

  /** Opens a stored run, whatever it is of. */
  private resume(stored: Promise<RunFile>): void {
    this.begin(this.last ?? firstRequest(), null, { stored });
  }

  /** Takes a file into the present run; where there is none, or it is asked for, the run of the file is opened. */
  private load({ request, bytes, partial, own = false }: CommandOf<'load'>): void {
    const file = readRunFile(new Uint8Array(bytes));
    if (this.run !== null && !own) {
      this.watch(this.take(this.run, file, request, partial));
      return;
    }
    storedRequest(file, this.own.preset);
    this.resume(Promise.resolve(file));
  }

  private async take(run: Run, file: RunFile, request: number, partial: boolean): Promise<void> {
    const { fitted, misfits } = fitOfFile(run.open.session, file);
    const whole = misfits.length === 0;
    const applied = whole || partial;
    if (applied) await run.take(whole ? file : { ...file, state: null });
    if (whole && file.state !== null) {
      this.post({ type: 'reset', seed: file.state.seed });
      this.archive.showCurves(file, file.state.position.epoch);
    }
    const holdsRun = file.about !== null && file.state !== null;
    this.post({ type: 'loaded', request, applied, fitted, misfits, holdsRun });
  }

  /** The weights of a stored run of any preset, where they fit. */
  private async takeWeights(run: Run, id: string): Promise<void> {
    const file = await this.archive.read(id);
    const tensors = file.tensors.filter(({ name }) => name.startsWith('weights/'));
    await this.take(run, { ...file, tensors, state: null, about: null }, 0, true);
  }

  /** Stores the run as it is, without waiting for the time of the next snapshot. */
  private async keep(): Promise<void> {
    await this.run?.keep();
    this.archive.hurry();
  }

  private async save(run: Run, request: number): Promise<void> {
    const { buffer } = this.archive.bytes(run.request, await run.snapshot());
    this.post({ type: 'saved', request, bytes: buffer }, [buffer]);
  }

  /** A person's own model takes the place of the preset's, on its data. */
  private openModel({ model }: CommandOf<'open-model'>): void {
    const base = this.run?.request ?? this.opening?.request ?? this.last;
    if (base === null)
      throw configError({ where: 'your own model', must: 'a preset must be open for its data' });
    this.begin(describedRequest(base, this.own.preset(base.preset.id), model), null);
  }

  private withoutRun(command: Command): void {
    if (command.type === 'pause' || command.type === 'stop' || command.type === 'samples') return;
    if (this.resting !== null) this.tryAgain(this.resting, command);
    else if (command.type === 'reset' && this.last !== null)
      this.begin({ ...this.last, seed: command.seed }, null);
    else
      throw configError({
        where: command.type,
        must: 'a preset must be open',
        got: 'none',
        try: 'choosing one',
      });
  }

  private wait(opening: Opening, command: Command): void {
    if (command.type !== 'stop') {
      opening.queue.push(command);
      return;
    }
    this.opening = null;
    this.say('idle', 'stopped');
  }

  /** Commands to a run. */
  private order(run: Run, command: Command): void {
    switch (command.type) {
      case 'start':
      case 'resume':
        if (run.loop.currentGoal?.kind !== 'end') run.train({ kind: 'end' });
        return;
      case 'pause':
        if (run.loop.running) run.loop.rest('paused');
        return;
      case 'step':
        checkCount('steps', command.count, MOST_STEPS);
        run.train({ kind: 'steps', count: command.count });
        return;
      case 'run-epoch':
        run.train({ kind: 'epoch' });
        return;
      case 'stop':
        run.stop();
        return;
      case 'reset':
        checkSeed(command.seed);
        this.watch(run.reset(command.seed));
        return;
      case 'slow-motion':
        run.loop.slowDown(checkedRate(command.stepsPerSecond));
        return;
      case 'samples':
        checkCount('samples', command.count, MOST_SAMPLES);
        checkCount('first sample', command.from + 1, 2 ** 31);
        this.watch(run.samples(command.from, command.count));
        return;
      case 'save':
        this.watch(this.save(run, command.request));
        return;
      case 'take-weights':
        this.watch(this.takeWeights(run, command.id));
        return;
      case 'rollback':
        this.watch(run.rollBack(command.learningRate));
        return;
      case 'time-plan':
        this.watch(run.timePlan());
        return;
      case 'watch-nodes':
        run.watchNodes(command.on);
        return;
      case 'inspect':
        this.watch(run.inspect(command.request, command.node, command.sample));
        return;
      case 'try':
        this.watch(run.try(command.request, command.input));
        return;
      default:
        throw configError({ where: command.type, must: 'this is not available here' });
    }
  }

  /** A live setting goes to the run; any other makes a new run that takes over the weights. */
  private set(command: CommandOf<'set'>): void {
    const { run, opening } = this;
    const { id, value } = command;
    if (run === null) {
      if (opening === null)
        throw configError({ where: 'settings', must: 'a preset must be open', got: 'none' });
      const request = withValue(opening.request, id, value);
      if (decidesPlan(request, id)) this.begin(request, null, { ...opening, stored: null });
      else opening.queue.push(command);
      return;
    }
    const control = checkedControl(run.settings, id, value);
    if (control.takes === 'live') run.setLive(control, value);
    else this.begin(withValue((opening ?? run).request, id, value), run);
  }

  /** Starts to make a run. What was being made before is given up; the present run goes on only if its weights are taken over. */
  private begin(
    request: RunRequest,
    replaces: Run | null,
    { queue = [], revival = null, stored = null, left = this.opening?.left ?? NOTHING }: Luggage = {},
  ): void {
    const leaving = replaces === null && this.run !== null ? this.leave(stored) : left;
    const opening: Opening = { request, replaces, queue, revival, stored, left: leaving };
    this.opening = opening;
    this.resting = null;
    this.last = request;
    // What comes of it is told where the opening waits for it.
    stored?.catch(() => {});
    if (replaces === null) {
      if (revival === null) this.archive.begin(undefined, leaving);
      this.say(revival === null || revival.stored !== null ? 'loading' : 'recovering', '');
    }
    const before = this.cleared;
    this.cleared = this.make(opening, before);
  }

  /** Ends the present run as it is, when the snapshot that is to be opened instead is read: storing another may take its place. */
  private leave(before: Promise<unknown> | null): Promise<LeftRun | null> {
    const { run, cleared } = this;
    const { book } = this.archive;
    this.run = null;
    if (run === null) return NOTHING;
    const read = before?.catch(() => {}) ?? Promise.resolve();
    const ended = read.then(() => run.leave());
    this.cleared = ended.then(
      () => cleared,
      () => cleared,
    );
    return ended.then(
      (revival) => ({ request: run.request, revival, book }),
      () => null,
    );
  }

  /** Makes the run of an opening, unless it is given up on the way. Never rejects. */
  private async make(opening: Opening, before: Promise<void>): Promise<void> {
    let open: OpenRun | null = null;
    try {
      open = await this.prepare(opening, before);
      if (open === null) return;
      const step = await open.session.prepare();
      const back = await this.revive(opening, open);
      if (this.opening !== opening) return await open.session.discard();
      const { book } = this.archive;
      // The last numbers of a run that is being left are none of the next one's.
      const post: Host['post'] = (event, transfer) =>
        book === this.archive.book ? this.post(event, transfer) : book.note(event);
      const memory: KeeperListener = {
        kept: (snapshot) => this.archive.offer(run.request, snapshot, book),
        failed: (error) => this.blame(error, run.open.engine),
        tooLarge: (bytes, most) => this.watch(this.archive.refuse(bytes, most)),
      };
      const run: Run = new Run(open, step, post, memory, opening.revival ?? undefined);
      if (opening.replaces === null) run.settle(opening.request.extras);
      await this.install(opening, run);
      if (back !== null && this.run === run) this.tellBack(opening.revival, back);
    } catch (error) {
      if (open !== null) await isLost(open.engine);
      await open?.session.discard();
      await before;
      const left = await opening.left;
      if (this.opening === opening) this.giveUp(opening, left, error);
    }
  }

  /** The page learns of a run that goes on: what it does not know of it, or that it was lost. */
  private tellBack(revival: Revival | null, fromStep: number): void {
    const stored = revival?.stored ?? null;
    if (stored !== null) {
      this.archive.showCurves(stored, revival!.until.epoch);
      this.run?.followAll();
    } else this.post({ type: 'recovered', fromStep, losses: this.losses.total });
  }

  /** A stored run of another version of its preset may not fit as a whole. */
  private tellFit({ fitted, misfits }: Fit): void {
    if (misfits.length > 0)
      this.post({ type: 'loaded', request: 0, applied: true, fitted, misfits, holdsRun: true });
  }

  /** Reads the stored run that an opening shall be. */
  private async recall(opening: Opening, stored: Promise<RunFile>): Promise<void> {
    const file = await stored;
    opening.request = { ...storedRequest(file, this.own.preset), tune: opening.request.tune };
    opening.revival = revivalOf(file);
    if (this.opening === opening) this.last = opening.request;
  }

  /** Data, model and session; null where the opening was given up meanwhile. */
  private async prepare(opening: Opening, before: Promise<void>): Promise<OpenRun | null> {
    const { replaces } = opening;
    const engine = await this.source.engine(this.losses.total > 0);
    if (opening.stored !== null && opening.revival === null) await this.recall(opening, opening.stored);
    const { request } = opening;
    resetNames();
    const built = builtOf(request);
    const memory = memoryNote(request, built, engine.opened.facts);
    if (memory !== '' && replaces === null && this.opening === opening) this.say('loading', memory);
    const loaded = this.opening === opening ? await this.shelf.get(built.dataset, built.datasetParams) : null;
    await before;
    if (loaded === null || this.opening !== opening) return null;
    const winners = request.tune ? await this.source.winnersOf(engine) : null;
    const onCompile = (done: number, total: number, note: string) => {
      if (this.opening === opening) this.post({ type: 'progress', task: 'compile', done, total, note });
    };
    const variants = opening.revival?.variants ?? winners?.variants ?? {};
    const quickStart = winners !== null && opening.revival === null;
    const open = openRun(request, built, loaded, engine, { winners, variants, quickStart, onCompile });
    if (replaces === null && (opening.revival === null || opening.revival.stored !== null)) {
      const controls = controlsOf(open);
      for (const [id, value] of Object.entries(request.extras)) checkedControl(controls, id, value);
      this.post(openedEvent(open, controls));
      this.say('compiling', '');
    }
    return open;
  }

  /** Puts a finished run in the place of what was there. From now on commands wait for it. */
  private async install(opening: Opening, run: Run): Promise<void> {
    const old = opening.replaces;
    const goal = old?.loop.currentGoal ?? opening.revival?.goal ?? null;
    const status = old?.status ?? opening.revival?.status ?? 'ready';
    if (old !== null) opening.revival = old.revival;
    opening.replaces = null;
    this.run = null;
    if (old !== null) await takeOver(old, run).catch((error: unknown) => this.goBack(opening, old, error));
    if (this.opening !== opening) return void (await run.leave());
    this.run = run;
    this.opening = null;
    this.last = run.request;
    if (old !== null) this.post(openedEvent(run.open, run.settings));
    run.announce(goal !== null ? 'ready' : status);
    for (const command of this.standing.values()) this.handle(command);
    if (goal !== null) run.train(goal);
    for (const command of opening.queue) this.handle(command);
    if (this.asked !== null && !opening.queue.includes(this.asked)) this.handle(this.asked);
  }

  /** The run that should have been replaced goes on, unless it is not wanted any more. */
  private async goBack(opening: Opening, old: Run, error: unknown): Promise<never> {
    if (this.opening === opening) {
      opening.replaces = old;
      this.run = old;
    } else await old.close();
    throw error;
  }

  /** Brings a run that goes on after a loss to where it was. Answers the step of its snapshot; null for any other run. */
  private async revive(opening: Opening, { session }: OpenRun): Promise<number | null> {
    const { revival } = opening;
    if (revival === null) return null;
    if (revival.stored !== null) this.tellFit(fitOfRevival(session, revival));
    const stopped = () => this.opening !== opening;
    const progress = (done: number, total: number) =>
      this.post({ type: 'progress', task: 'snapshot', done, total, note: 'replaying' });
    return revive(session, revival, progress, stopped);
  }

  /** The device is gone, with all that was on it: opens another and goes on from the last snapshot, unless that came to nothing too often. */
  private lost(reason: string): void {
    if (this.closed) return;
    this.cleared = Promise.resolve();
    const { run, opening } = this;
    const old = run ?? opening?.replaces ?? null;
    const revival = old?.revival ?? opening?.revival ?? null;
    const request = opening?.request ?? run?.request;
    const more = this.losses.add(revival?.until.iterations ?? 0);
    this.run = null;
    this.opening = null;
    old?.abandon();
    if (request === undefined) void this.source.engine(true).catch(() => {});
    else if (more) this.begin(request, null, { ...opening, revival });
    else {
      const left = opening?.left ?? NOTHING;
      this.rest(
        { request, replaces: null, queue: [], revival, stored: null, left },
        this.losses.error(reason),
      );
    }
  }

  /** Stops, and keeps what is needed to go on when asked. */
  private rest(opening: Opening, why: Error): void {
    this.resting = opening;
    this.fail(why);
    this.say('failed', '');
  }

  private tryAgain({ request, revival, left }: Opening, command: Command): void {
    this.losses.forgive();
    this.begin(request, null, { queue: command.type === 'retry-data' ? [] : [command], revival, left });
  }

  private giveUp(opening: Opening, left: LeftRun | null, error: unknown): void {
    const { replaces, request, queue } = opening;
    this.opening = null;
    const silent = isAbort(error) || error === this.source.refusal;
    if (replaces === null) {
      this.afterFailure(opening, left, silent ? null : error);
      return;
    }
    if (!silent) this.fail(error);
    for (const { id, value } of replaces.settings) {
      if (request.values[id] !== value) this.post({ type: 'control', id, value, step: 0 });
    }
    for (const command of queue) this.handle(command);
  }

  /** Nothing came of an opening: back to the run that was left for it. What cannot come back either is kept until it is asked for. */
  private afterFailure(opening: Opening, left: LeftRun | null, error: unknown): void {
    const back = left?.request === opening.request ? null : left;
    const retry = back === null && (opening.revival !== null || errorInfo(error).retry);
    if (error !== null) this.post({ type: 'error', error: { ...errorInfo(error), retry } });
    if (back !== null) this.comeBack(back);
    else {
      if (opening.revival !== null) this.resting = opening;
      this.say('failed', '');
    }
  }

  /** A run that was left goes on where it was, paused. */
  private comeBack(left: LeftRun): void {
    const { request, revival, book } = left;
    const { columns: curves, epochs } = book.curves.until(revival.until.iterations);
    const status = revival.status === 'stopped-by-nan' ? revival.status : 'paused';
    this.archive.begin(book);
    this.begin(request, null, {
      revival: { ...revival, stored: { curves, epochs }, goal: null, status },
      left: Promise.resolve(left),
    });
  }

  private retryData(): void {
    if (this.resting !== null) this.tryAgain(this.resting, { type: 'retry-data' });
    else if (this.run === null && this.opening === null && this.last !== null) this.begin(this.last, null);
    else this.shelf.retry();
  }

  private watch(work: Promise<void>): void {
    const engine = this.run?.open.engine;
    work.catch((error: unknown) => this.blame(error, engine));
  }

  /** Tells an error, unless it comes of a device that is lost, which is told by itself. */
  private blame(error: unknown, engine: Engine | undefined): void {
    const lost = engine === undefined ? Promise.resolve(false) : isLost(engine);
    void lost.then((gone) => (gone ? undefined : this.fail(error)));
  }

  private say(status: RunStatus, note: string): void {
    this.post({ type: 'status', status, note });
  }

  private fail(error: unknown): void {
    this.post({ type: 'error', error: errorInfo(error) });
  }

  private post(event: Event, transfer?: Transferable[]): void {
    if (event.type === 'samples') this.asked = null;
    this.archive.book.note(event);
    this.host.post(event, transfer);
  }
}

/** Stands in until a stored run is read, which says itself what it is. */
const firstRequest = (): RunRequest => {
  const [preset] = PRESETS;
  return {
    preset: preset!,
    size: 'quick',
    values: presetValues(preset!, 'quick'),
    extras: {},
    seed: 0,
    tune: false,
  };
};

const noDecoder = (): Promise<never> => Promise.reject(new Error('pictures cannot be read here'));

function checkedRate(stepsPerSecond: number | null): number | null {
  if (stepsPerSecond === null || (stepsPerSecond > 0 && stepsPerSecond <= 1000)) return stepsPerSecond;
  const must = 'must be from 0 to 1000 steps a second';
  throw configError({ where: 'slow motion', must, got: String(stepsPerSecond) });
}
