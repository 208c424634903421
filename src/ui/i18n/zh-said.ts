// Chinese for what the engine says of faults, storage and its own state: places, rules, findings, remedies, notices, notes.

import { phraseBook } from './phrase-book.ts';

const PLACES = {
  GPU: 'GPU',
  'GPU memory': 'GPU 内存',
  WebGPU: 'WebGPU',
  engine: '引擎',
  settings: '设置',
  size: '规模',
  seed: '种子',
  preset: '预设',
  file: '文件',
  snapshot: '快照',
  resume: '继续训练',
  rollback: '回退',
  training: '训练',
  curves: '曲线',
  plan: '计划',
  compile: '编译',
  dispatch: '调度',
  timing: '计时',
  batchSize: '批大小',
  'slow motion': '慢动作',
  'frozen layers': '冻结的层',
  'your data': '你的数据',
  'your own model': '你的模型',
  'your own input': '你的输入',
  'your own question': '你的问题',
  'your own picture': '你的图片',
  'your own scene': '你的场景',
  'description of the model': '模型的描述',
  'a step': '一步',
  'kernel {name}': '内核 {name}',
  'shader {name}': '着色器 {name}',
  'tuning of {name}': '{name} 的调优',
};

/** Device, memory, WebGPU. */
const GPU = {
  'must stay available while training': '训练时必须一直可用',
  'lost {count#} times in a row ({reason})': '连续丢失 {count} 次',
  'closing other pages that use the GPU and trying again: what was trained is kept':
    '关闭其他使用 GPU 的页面后重试:已训练的内容不会丢失',
  'must take what it is given': '必须能接受交给它的命令',
  'must run without a fault': '必须无故障运行',
  'run without a fault': '必须无故障运行',
  'a script that did not load': '没有载入的脚本',
  'a message that can be read': '必须能读懂消息',
  'one that could not be': '读不懂的消息',
  'the browser must offer it': '浏览器必须提供它',
  'WebGPU: the browser must offer it, got none. Try: another browser.': '浏览器没有提供 WebGPU。',
  'WebGPU: the browser must offer a GPU adapter, got none. Try: a recent Chrome, Edge, Firefox or Safari with hardware acceleration on.':
    '浏览器没有提供 GPU 适配器。',
  'the browser must offer WebGPU': '浏览器必须提供 WebGPU',
  'the browser must offer a GPU adapter': '浏览器必须提供 GPU 适配器',
  'the device must offer timestamp queries': '设备必须提供时间戳查询',
  'a recent Chrome, Edge, Firefox or Safari with hardware acceleration on':
    '较新的 Chrome、Edge、Firefox 或 Safari,并打开硬件加速',
  'another browser': '换一个浏览器',
  'each buffer must fit into the {size} that this GPU allows': '每个缓冲区不得超过此 GPU 允许的 {size}',
  '{size} for {what}, of {all}': '{what} 需要 {size},总共 {all}',
  'a step takes {memory}': '一步需要 {memory}',
  '{all} on the GPU (weights {weights}, optimizer {optimizer}, step {step})':
    'GPU 上 {all}(权重 {weights},优化器 {optimizer},一步 {step})',
  activations: '激活',
  'must fit into one buffer of this GPU ({limit})': '必须放得进此 GPU 的一个缓冲区({limit})',
  'there must be {size} for {what}, of {all} that are needed together':
    '必须有 {size} 供 {what} 使用(总共需要 {all})',
  'a smaller batch or a smaller model': '减小批或模型',
  'a smaller batch, a smaller size of the model, or closing other pages that use the GPU':
    '减小批,选较小的规模,或关闭其他使用 GPU 的页面',
  'a smaller size, batch or model': '选较小的规模,或减小批或模型',
  'a batch of at most {most#}': '批不超过 {most}',
  'a smaller batch': '减小批',
  'at most {most#} × {again#} workgroups': '工作组不得超过 {most} × {again}',
  'at most {most#} per-step numbers': '每步的数不得超过 {most} 个',
  'each value must have less than {most#} elements': '每个值的元素必须少于 {most} 个',
  'a variant of its kernel must fit these shapes on this device': '必须有一种内核适合此设备上的这些形状',
  'must take at most {size} beside the run': '除训练外占用不得超过 {size}',
  'must compile on this GPU': '必须能在此 GPU 上编译',
  'the plan must compile on this GPU': '计划必须能在此 GPU 上编译',
  'condition {name} must be given': '必须给出条件 {name}',
  'must be a file under shaders/': '必须是 shaders/ 下的文件',
  'no such file': '没有这个文件',
};

/** Training, settings, a person's own input. */
const TRAINING = {
  'cannot go on from weights that are no numbers': '权重不是数,无法继续',
  'a reset and a smaller learning rate': '重置并减小学习率',
  'there must be a snapshot to go back to': '必须有可以回退的快照',
  'a reset': '重置',
  'a preset must be open': '必须先打开一个预设',
  'a preset must be open for its data': '必须先打开一个预设,以使用它的数据',
  'choosing one': '选择一个',
  'this is not available here': '这里不提供此功能',
  'must be one of {options}': '必须是其中之一:{options}',
  'settings are {known}': '可用的设置是 {known}',
  'must be true or false': '必须是真或假',
  'must be a whole number from {least#} to {most#}': '必须是 {least} 到 {most} 之间的整数',
  'must be a number from {least} to {most}': '必须是 {least} 到 {most} 之间的数',
  'must be a whole number from {least#} to the {most#} samples': '必须是 {least} 到样本数 {most} 之间的整数',
  'must be from {least#} to {most#} steps a second': '必须是每秒 {least} 到 {most} 步',
  'the value must be {rule}': '值必须是 {rule}',
  'there is no parameter "{name}"': '没有参数“{name}”',
  'one of: {known}': '其中之一:{known}',
  'at least one layer must train': '至少要有一层参与训练',
  'letting another layer train first': '先让另一层参与训练',
  'at least one output needs a loss': '至少一个输出需要损失',
  "{preset} takes '{kind}'": '{preset} 接受“{kind}”',
  '{preset} takes none': '{preset} 不接受输入',
  'needs the {count#} numbers {names}': '需要 {count} 个数:{names}',
  'the sample must be a whole number from {least#} to {most#}': '样本必须是 {least} 到 {most} 之间的整数',
  'must have as many numbers as {shape}': '数的个数必须与 {shape} 相同',
  "must have {count#} numbers for '{name}'": '“{name}”必须有 {count} 个数',
  'data must have shape {shape} for each sample': '每个样本的形状必须是 {shape}',
  "{shape} in column '{name}'": '列“{name}”中为 {shape}',
  'its {count#} objects must lie within {width#} × {height#} pixels and not touch':
    '{count} 个物体必须在 {width} × {height} 像素之内,且互不接触',
  'must make a model': '必须构成一个模型',
  "must have a 'model' and a 'compile'": '必须有 model 和 compile',
  'must name a loss, or one for each output': '必须指定损失,或为每个输出指定一个',
  'must be at most {characters#} characters and {levels#} levels deep':
    '不得超过 {characters} 个字符和 {levels} 层嵌套',
};

/** Data files, and a person's own. */
const DATA = {
  'the file must be readable': '文件必须可读',
  'the file has {count#} bytes': '文件应有 {count} 字节',
  'its content has {count#} bytes': '内容应有 {count} 字节',
  'its SHA-256 is {sum}': 'SHA-256 应为 {sum}',
  'the file must be JSON': '文件必须是 JSON',
  '"HTTP {code#}"': 'HTTP {code}',
  '"Failed to fetch"': '无法取得文件',
  'load the data again': '重新载入数据',
  'reload the page': '刷新页面',
  'reloading the page': '刷新页面',
  'there must be an entry of format 1 for "{name}"': '必须有“{name}”的条目(格式 1)',
  '{title} must have a file of role "{role}"': '{title} 必须有用途为“{role}”的文件',
  '{title} must have files of {split} {column}': '{title} 必须有 {split} {column} 的文件',
  '{count#} samples must arrive': '必须到达 {count} 个样本',
  'a model has {count#} entries': '模型应有 {count} 项',
  'frequencies sum to 0 or {sum#}': '频数之和应为 0 或 {sum}',
  'the image stream must end with the last pixel': '图像流必须在最后一个像素结束',
  'the pictures must fit into {size#} MiB': '图片总共不得超过 {size} MiB',
  'the pixels must fit into {size#} MiB': '像素总共不得超过 {size} MiB',
  'fewer or smaller ones': '减少数量或尺寸',
  'a smaller size': '较小的尺寸',
  'files must be chosen anew after each start of the page, which keeps none of them':
    '每次打开页面后须重新选择文件,页面不保存它们',
  '“Your own data” in the list of presets': '预设列表中的“自己的数据”',
  'the file must have {least#} to {most#} bytes': '文件大小必须在 {least} 到 {most} 字节之间',
  'the file must have at most {most#} bytes': '文件不得超过 {most} 字节',
  'a table with fewer rows': '行数较少的表格',
  'the file must be text in UTF-8': '文件必须是 UTF-8 文本',
  'save it as CSV UTF-8': '存为 CSV UTF-8',
  'the first row must name at least two columns': '第一行必须至少写出两列的名称',
  'a header with commas between the names': '名称之间用逗号分隔的表头',
  'column names must differ': '列名不得重复',
  '"{name}" twice': '“{name}”出现两次',
  'there must be a column "{name}"': '必须有名为“{name}”的列',
  'at least one column of numbers must be left': '至少要留下一列数值',
  'at least {least#} good rows with {few#} to {many#} different labels must be left':
    '至少要有 {least} 个可用的行,标签有 {few} 到 {many} 种',
  '{rows#} rows with {labels#} labels; first problem: row {row#}, {problem}':
    '{rows} 行、{labels} 种标签;第一个问题:第 {row} 行,{problem}',
  '{rows#} rows with {labels#} labels': '{rows} 行、{labels} 种标签',
  'another label column, or rows with numbers in every other column': '换一个标签列,或使其余各列都是数值',
  '"{text}" is not a number': '“{text}”不是数',
  'the row has {fields#} fields, the header {columns#}': '这一行有 {fields} 个字段,表头有 {columns} 个',
  'the label is missing': '缺少标签',
  'a quote is not closed, or text follows it': '引号没有闭合,或其后还有文字',
  'a row has more than {most#} fields': '一行的字段超过 {most} 个',
  'only the first {most#} rows are read': '只读取前 {most} 行',
  'a class must have at least two samples, so that one of them can validate':
    '每类至少要有两个样本,其中一个用于验证',
  'one of each': '每类一个',
  'another column of labels, or more samples': '换一个标签列,或增加样本',
  'at least {least#} pictures in {few#} to {many#} folders must be left':
    '至少要有 {least} 张图片,分在 {few} 到 {many} 个文件夹中',
  '{files#} in {folders#}; first problem: {problem}':
    '{folders} 个文件夹中的 {files} 张;第一个问题:{problem}',
  '{files#} in {folders#}': '{folders} 个文件夹中的 {files} 张',
  'a folder for each class with pictures in it': '每类一个文件夹,其中放图片',
  'there may be at most {most#} files': '不得超过 {most} 个文件',
  'fewer pictures': '减少图片',
  'the side must be a whole number from {least#} to {most#} pixels':
    '边长必须是 {least} 到 {most} 像素之间的整数',
  'a picture has at most {most#} bytes, this one {size#}': '图片不得超过 {most} 字节,这张有 {size}',
  'a picture has sides of {least#} to {most#} pixels, this one {width#} x {height#}':
    '图片边长须在 {least} 到 {most} 像素之间,这张为 {width} × {height}',
  'a picture has sides of at most {most#} pixels, this one {width#} x {height#}':
    '图片边长不得超过 {most} 像素,这张为 {width} × {height}',
  'must be a PNG, JPEG, GIF, WebP or BMP picture with sides of at most {most#} pixels':
    '必须是边长不超过 {most} 像素的 PNG、JPEG、GIF、WebP 或 BMP 图片',
  'the file is no PNG, JPEG, GIF, WebP or BMP picture': '文件不是 PNG、JPEG、GIF、WebP 或 BMP 图片',
  'the file is no picture that this browser can read': '此浏览器无法读取这张图片',
  'the picture lies in no folder that names its class': '图片不在以类别命名的文件夹中',
  'pictures cannot be read here': '这里无法读取图片',
};

/** Saved runs: files, snapshots, other tabs. */
const STORED = {
  'must hold a run of this page to be opened by itself': '要单独打开,文件中必须有本页面保存的训练',
  'must be a .safetensors file of at most 2 GB': '必须是不超过 2 GB 的 .safetensors 文件',
  '{name}, {bytes#} bytes': '{name},{bytes} 字节',
  'tensors alone': '只有张量',
  'opening the preset that it is for, and then the file': '先打开它所属的预设,再打开文件',
  'there must be a stored run': '必须有保存的训练',
  'none that is whole': '没有完整的',
  Train: '训练',
  'must be whole': '必须完整',
  'one that does not agree with its checksum': '与校验和不符',
  'an older snapshot': '较早的快照',
  'a file that this page or the safetensors library wrote': '由本页面或 safetensors 库写出的文件',
  'begins with the length of its header': '文件开头必须是头部的长度',
  '{count#} bytes': '{count} 字节',
  'has a header of at most {most#} bytes': '头部不得超过 {most} 字节',
  'has an object as header': '头部必须是对象',
  'another value': '其他值',
  'has a header in UTF-8': '头部必须是 UTF-8',
  'other bytes': '其他字节',
  'at most {most#} tensors': '张量不得超过 {most} 个',
  'must be JSON': '必须是 JSON',
  'must be an object': '必须是对象',
  'has tensors without gap or overlap': '张量之间不得有空隙或重叠',
  'a break at byte {at#}': '在字节 {at} 处断开',
  'ends with its last tensor at byte {at#}': '必须在最后一个张量处(字节 {at})结束',
  'its place must hold the {bytes#} bytes of its shape within the {all#} of the file':
    '其位置必须容纳其形状的 {bytes} 字节,且在文件的 {all} 字节之内',
  'must be a pair of numbers': '必须是一对数',
  'must be equally long columns of 64-bit numbers': '必须是等长的 64 位数值列',
  'names of tensors must differ': '张量名称不得重复',
  'must have the bytes of its shape {shape}': '字节数必须与形状 {shape} 相符',
  'this model has no such tensor': '此模型没有这个张量',
  'has shape {shape}, here it is {own}': '形状为 {shape},这里是 {own}',
  'is not in the file': '不在文件中',
  'holds no floating-point numbers': '不是浮点数',
  'This browser lets the page store nothing: snapshots are lost when the page is closed.':
    '此浏览器不允许页面存储:关闭页面后快照会丢失。',
  'Snapshots cannot be stored: {reason}': '无法保存快照:{reason}',
  'one takes {bytes#} bytes, and {allowed#} are allowed': '一个需要 {bytes} 字节,只允许 {allowed} 字节',
  'This run is too large for snapshots ({size}, {allowed} are allowed): save it as a file.':
    '这个训练太大,无法保存快照({size},只允许 {allowed}):请保存为文件。',
  'This run is open in another tab, which stores it: here it is read-only.':
    '这个训练已在另一个标签页中打开并由它保存:这里只读。',
  'The other tab has left this run: it can go on here from what was stored last.':
    '另一个标签页已离开这个训练:可以从最后保存之处在这里继续。',
};

/** What it is doing. */
const NOTES = {
  stopped: '已停止',
  validating: '验证中',
  'waiting for data': '等待数据',
  'finishing the step under way': '完成当前这一步',
  'finishing the validation': '完成验证',
  replaying: '重新训练中',
  'Reading pictures': '读取图片',
  'Drawing clips': '绘制短片',
  'Drawing scenes': '绘制场景',
  '{title}: part {done#} of {all#}': '{title}:第 {done} / {all} 部分',
  '{title}: features': '{title}:特征',
  '{title}: subjects': '{title}:标题',
  '{title}: addresses': '{title}:咨文',
};

/** Titles of data sets. */
const DATA_SETS = {
  MNIST: 'MNIST',
  'MNIST handwritten digits': 'MNIST 手写数字',
  'Subject lines': '邮件标题',
  'Subject lines, wanted or spam': '邮件标题,正常或垃圾',
  'Pieces of addresses': '咨文片段',
  'Pieces of State of the Union addresses': '国情咨文片段',
  'Digit pairs': '数字对子',
  'Digit sequences': '数字序列',
  'Sort-of-CLEVR scenes': 'Sort-of-CLEVR 场景',
  'Clips of moving shapes': '移动图形的短片',
};

/** What is wrong, where the rule is not known: by kind of error. */
export const zhKinds: Readonly<Record<string, string>> = {
  shape: '形状不符合要求',
  dtype: '数值类型不符合要求',
  graph: '层的连接不成立',
  config: '设置或参数不能这样取值',
  data: '数据不能这样使用',
  gpu: 'GPU 无法完成这一操作',
  interop: '文件无法读取',
  internal: '引擎内部出错',
};

/** Chinese for a text of the engine; null where it is not known. */
export const zhSaid = phraseBook({
  none: '没有',
  more: '更多',
  ...PLACES,
  ...GPU,
  ...TRAINING,
  ...DATA,
  ...STORED,
  ...NOTES,
  ...DATA_SETS,
});
