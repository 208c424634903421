import { useMemo, useState } from 'react';
import type { PlanInfo, PlanRow } from '../../../worker/protocol.ts';
import { Button } from '../../components/button.tsx';
import { Hint } from '../../components/hint.tsx';
import {
  formatBytes,
  formatCompact,
  formatCount,
  formatMicroseconds,
  formatPercent,
} from '../../format/numbers.ts';
import { useApp, useAppState, useText } from '../../hooks/app-context.ts';
import { costOf } from './cost.ts';
import { MemoryStrip } from './memory-strip.tsx';
import styles from './plan-panel.module.css';

/** The compiled step: what runs in which order, what it costs, and what lies in memory when. */
export default function PlanPanel() {
  const t = useText();
  const plan = useAppState((state) => state.model.plan);
  if (!plan) return <p className={styles.empty}>{t('plan.none')}</p>;
  return <Plan plan={plan} />;
}

function Plan({ plan }: { readonly plan: PlanInfo }) {
  const app = useApp();
  const t = useText();
  const [open, setOpen] = useState<number | null>(null);
  const canTime = useAppState((state) => !state.engine.unavailable.includes('time-plan'));
  const costs = useMemo(() => costOf(plan.rows), [plan]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <div className={styles.panel} tabIndex={0} role="region" aria-label={t('panel.plan')}>
      <div className={styles.head}>
        <dl className={styles.facts}>
          <Fact name={t('plan.dispatches')} value={formatCount(plan.dispatches)} />
          <Fact name={t('plan.flops')} value={formatCompact(plan.flops)} />
          <Fact name={t('plan.traffic')} value={formatBytes(plan.bytes)} />
          <Fact
            name={t('plan.slots')}
            value={`${formatBytes(plan.slotBytes)} (${t('plan.bound', { size: formatBytes(plan.lowerBound) })})`}
          />
          <Fact name={t('plan.variables')} value={formatBytes(plan.variableBytes)} />
          {plan.largestBatch === null ? null : (
            <Fact name={t('plan.largest')} value={formatCount(plan.largestBatch)} />
          )}
        </dl>
        {canTime ? (
          <Button onClick={() => app.engine.send({ type: 'time-plan' })}>{t('plan.time')}</Button>
        ) : null}
      </div>
      <MemoryStrip plan={plan} />
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{t('plan.kernel')}</th>
            <th scope="col">{t('plan.where')}</th>
            <th scope="col">{t('plan.phase')}</th>
            <th scope="col">{t('plan.workgroups')}</th>
            <th scope="col">FLOP</th>
            <th scope="col">{t('plan.bytes')}</th>
            <th scope="col">{t('plan.measured')}</th>
            <th scope="col">
              <Hint text={t(costs.measured ? 'plan.share.measured' : 'plan.share.estimated')}>
                <span>{t(costs.measured ? 'plan.share' : 'plan.share.about')}</span>
              </Hint>
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.rows.map((row, index) => (
            <Row
              // biome-ignore lint/suspicious/noArrayIndexKey: a dispatch is its place in the step
              key={index}
              row={row}
              index={index}
              share={costs.shares[index] ?? 0}
              open={open === index}
              onToggle={() => setOpen(open === index ? null : index)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </div>
);

interface RowProps {
  readonly row: PlanRow;
  readonly index: number;
  readonly share: number;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function Row({ row, index, share, open, onToggle }: RowProps) {
  return (
    <>
      <tr>
        <td>{index + 1}</td>
        <th scope="row">
          <button type="button" className={styles.kernel} aria-expanded={open} onClick={onToggle}>
            {row.op} <span className={styles.faint}>{row.variant}</span>
          </button>
        </th>
        <td className={styles.where} title={row.where.join(', ')}>
          {row.where.join(', ')}
        </td>
        <td>{row.phase}</td>
        <td>{row.workgroups.join(' × ')}</td>
        <td>{formatCompact(row.flops)}</td>
        <td>{formatBytes(row.bytes)}</td>
        <td>{formatMicroseconds(row.microseconds)}</td>
        <td className={styles.share}>
          <span className={styles.fill} style={{ width: `${share * 100}%` }} />
          <span>{formatPercent(share)}</span>
        </td>
      </tr>
      {open ? (
        <tr>
          <td colSpan={9}>
            <pre className={styles.code}>{row.wgsl}</pre>
          </td>
        </tr>
      ) : null}
    </>
  );
}
