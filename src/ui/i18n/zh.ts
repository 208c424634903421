import type { TextTable } from './text.ts';

/** Chinese texts. */
export const zh: TextTable = {
  'chart.baseRate': '基准',
  'chart.csv': 'CSV',
  'chart.curves': '曲线',
  'chart.label': '图表',
  'chart.menu': '图表菜单',
  'chart.noEpochs': '尚无轮次',
  'chart.png': 'PNG',
  'chart.table': '表格',
  'chart.whole': '全部',
  epoch: '轮次',
  loading: '加载中',
  step: '步',
  'area.centre': '模型',
  'area.charts': '图表',
  'area.presets': '预设',
  'area.samples': '样本',
  'area.side': '设置',
};
