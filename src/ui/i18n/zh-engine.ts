// Chinese for what the engine says: the presets and their pages by id, settings by their English words.

import type { PresetInfo } from '../../worker/protocol.ts';

/** A preset in its list and on its page. */
export interface PresetWords extends Pick<PresetInfo, 'title' | 'teaches' | 'data'> {
  readonly about: string;
  readonly tryThis: readonly string[];
}

export const zhPresets: Readonly<Record<string, PresetWords>> = {
  'mnist-mlp': {
    title: 'MNIST 多层感知机',
    teaches: '最小的函数式模型:三个全连接层,每一层都在前一个张量上调用。',
    data: '70,000 个手写数字',
    about:
      '28 × 28 个灰度像素展开成 784 个数。两层各 64 个单元寻找特征,十类的 softmax 说出数字。全部 55,050 个权重都从随机值开始。',
    tryThis: [
      '画一个数字,在模型训练时观察十个概率。',
      '在运行中把学习率提高十倍,然后再降下来。',
      '把优化器换成 sgd,比较两次运行。',
    ],
  },
  'digit-sequence': {
    title: '数字序列',
    teaches: '模型也是层:数字模型用于序列的每一步,再由 LSTM 读取。',
    data: '由 70,000 个手写数字组成的序列,每列 20 个',
    about:
      '整个 MNIST 模型被当作一层,在二十张图片上各调用一次:一套权重,二十个回答。LSTM 依次读这些回答,判断后一个数字是否从不小于前一个,以及哪个数字出现最多。它的误差穿过这二十个回答流回数字模型,所以数字模型也能从关于整列的问题中学习。',
    tryThis: [
      '把数字损失的权重设为 0:没有人告诉模型什么是数字,它必须从关于整列的问题中自己发现。',
      '打开嵌套模型的图:它就是 MNIST 预设,权重一一对应。',
      '只问每个数字:那就是指南中的模型。',
      '先把 MNIST 多层感知机训练一轮,再回来,在“存档”中取用它的权重:数字立刻就认识了。',
    ],
  },
  headline: {
    title: '邮件标题',
    teaches: '两个输入、两个输出:辅助损失直接教文本这一支。',
    data: '2002 年的 6,046 个邮件标题,正常或垃圾',
    about:
      '标题的词变成向量,LSTM 依次读取。辅助输出只看文本;主输出还看邮件的五个数:小时、正文长度、链接数、中继次数、大写比例。两个损失相加,主 × 1,辅助 × 0.2:小的那个把梯度直接送进 LSTM,不经过三个全连接层。同一串邮件不会同时出现在训练和验证中。',
    tryThis: [
      '输入一个标题,再改小时或链接数:只有主输出会变。',
      '训练时把辅助损失的权重设为 0,看它的曲线:输出还在,但没有人教它了。',
      '把主损失的权重设为 0:现在只有文本在学习,那些数被忽略。',
      '不用 dropout 训练 30 轮:训练升到 100 %,验证却不会。',
    ],
  },
  'tweet-pair': {
    title: '同一作者?',
    teaches: '一个 LSTM 读两段文本:从任何一段学到的,两段都用得上。',
    data: '1790 至 2021 年总统国情咨文的片段',
    about:
      '国情咨文中两段各 140 个字符的文字:是同一位总统说的吗?一个 LSTM 逐个字母读每一段,除了自己拼出的词,它什么词也不认识。两个世纪里语言变了,所以它先学会文字属于哪个年代。同一篇咨文不会同时出现在训练和验证中。指南的头部把两次阅读各自的意见相加,而一个和无法判断它们是否一致:不论第一段是什么,一半的对子都出自同一作者,所以它停在 50 %。隐藏的 relu 层可以比较。因为一对文字对每一段说得太少,学习时另有两个输出说出作者,由同一个全连接层在两次阅读上调用;指南的模型没有它们。',
    tryThis: [
      '先用指南的头部训练,再用隐藏层,比较曲线。',
      '粘贴两段自己的文字,或同一段两次。',
      '不要作者输出:只凭对子能学到的太少,要很多轮才有进展。',
      '看最有把握的错误:同一年代的总统很难分辨。',
      '点击图中的 LSTM:两次调用,一套权重,两个节点。',
    ],
  },
  inception: {
    title: 'Inception',
    teaches: '分叉的图:三座塔看同一个张量,它们的通道被连接起来。',
    data: '28,000 张衣物图片,十类',
    about:
      'Inception 块不选定一种卷积核大小,而是几种都用:一座塔看 3 × 3 像素,一座看 5 × 5,一座看每个邻域的最大值,由下一层从中挑选。之前的 1 × 1 卷积只混合通道,使大卷积核不致太贵。对所有位置取平均,再由 softmax 说出类别。',
    tryThis: [
      '打开混淆矩阵:衬衫被当成 T 恤,外套被当成套衫,却几乎不会被当成鞋。',
      '只用一个块而不是两个,比较结果。',
      '看执行计划:时间花在 3 × 3 还是 5 × 5 上?',
    ],
  },
  residual: {
    title: '残差',
    teaches: '一个张量用两次:块把学到的加到得到的上面。',
    data: '28,000 张衣物图片,十类,随机平移和镜像',
    about:
      '残差块返回 x + f(x):f 只学差别,没学到东西时图片原样通过,回程的梯度也一样,所以块可以一层层叠起来。批归一化让块之间的数保持在合适的范围;训练时用本批,之后用移动平均。训练时每张图片都在 GPU 上随机镜像并平移至多两个像素,每次重新抽取:模型不会两次看到同一张图,背下来也就晚得多。',
    tryThis: [
      '关掉数据增强:训练准确率上升,验证准确率却跟不上。',
      '关掉批归一化,叠同样多的块:起步慢了多少?',
      '与 inception 预设在同样的图片上比较,按相同时间而不是相同轮数。',
    ],
  },
  'digit-pair': {
    title: '同一个数字?',
    teaches: '一个模型在两个输入上调用:两次调用共享权重,训练任何一个都训练了两个。',
    data: '70,000 个手写数字组成的对子,一半相同',
    about:
      '一个视觉模型看两个数字;它们的特征并排放着,由头部判断数字是否相同。指南的头部是一个全连接层,w·f(a) + v·f(b):在这个和里,第一个数字所加的与第二个无关。这样的和可以喜欢或不喜欢每个数字,但相等是同时关于两者的,所以不论训练多久它都停在一半。隐藏的 relu 层可以把两边的意见相乘,因而学得会。两种头部都在这里,见设置。',
    tryThis: [
      '选指南的头部训练:准确率停在 50 %,即基准率。再给它隐藏层,比较曲线。',
      '画两个 7,一个带横,一个不带。',
      '看图:视觉模型出现一次,被调用两次。',
      '只用一个隐藏层、一个单元:判断相等需要多少个?',
    ],
  },
  vqa: {
    title: '看图问答',
    teaches: '图片和问题各由自己的模型编码,在一个头部相遇。',
    data: '生成的场景:六个彩色图形和英文问题',
    about:
      '卷积看六个彩色图形,LSTM 读一个英文问题;两个编码相遇,softmax 选出回答的词。一半的问题关于一个物体(红色的是什么形状,它在左边吗),一半关于几个(离它最近的是什么形状)。指南用一个全连接层连接编码,把图片的意见和问题的意见相加:它学会哪类问题配哪些回答,却从不看问题所指的地方。有了隐藏层,问题就能选择图片中什么要紧。即便如此,它也久久做不到:对物体一无所知时,什么问题都没有用;问题什么也不选时,什么物体都不要紧。第二个输出打破这个循环:它说出每个物体是不是方形、在不在右边、在不在下面,头部读的就是这十八个事实。',
    tryThis: [
      '用指南的头部训练:它停在每类问题的基准率上。',
      '不说出事实:关于一个物体的回答停在 60 % 左右,尽管所问的一切都看得见。',
      '选一个场景,用它认识的词提自己的问题。',
      '比较关于一个物体和关于两个物体的问题:关系网络正是为后者发明的。',
    ],
  },
  'video-qa': {
    title: '视频问答',
    teaches: '由模型组成的模型:同一个视觉模型看每一帧,问题编码器与看图问答的相同。',
    data: '生成的短片:移动的图形和数字,配英文问题',
    about:
      '看图问答的视觉模型用于短片的每一帧,LSTM 观察它随时间所说的话,问题编码器整个被调用。什么在动,往哪里动,几样东西在动,什么颜色,按什么顺序出现:没有一个能从单独一帧看出来。与看图一样,第二个输出说出问题所问的事实。三种颜色的图形先后出现,有的移动,有的不动。',
    tryThis: [
      '拖动短片,并就它提自己的问题。',
      '选指南的头部:它学会一个问题可能有哪些回答,却学不会这个短片给出的是哪一个。',
      '看图:两个模型和一个 LSTM,层层嵌套,梯度穿过它们全部。',
    ],
  },
};

const WEIGHT = '该损失在总损失中的系数。从下一步起生效。';

/** Labels, helps, units and options of settings. */
export const zhWords: Readonly<Record<string, string>> = {
  Optimizer: '优化器',
  'The rule that turns gradients into changes of the weights.': '把梯度变成权重改动的规则。',
  'Learning rate': '学习率',
  'How far each step moves the weights. Takes effect with the next step.':
    '每一步移动权重的幅度。从下一步起生效。',
  Schedule: '学习率计划',
  'Constant, or a cosine that lets the learning rate fall to a fiftieth by the last epoch.':
    '恒定,或按余弦在最后一轮降到五十分之一。',
  constant: '恒定',
  cosine: '余弦',
  'Batch size': '批大小',
  'Samples whose gradients are averaged in one step.': '每一步对多少个样本的梯度求平均。',
  samples: '样本',
  Epochs: '轮数',
  'How often training goes through all samples.': '训练遍历全部样本的次数。',
  Units: '单元数',
  'Size of the two hidden layers.': '两个隐藏层的大小。',
  'Size of each hidden layer.': '每个隐藏层的大小。',
  'Hidden layers': '隐藏层',
  'Layers between the numbers and the label; with none the model is linear.':
    '数值与标签之间的层;没有隐藏层时模型是线性的。',
  'Weight of the digits': '数字损失的权重',
  'Weight of the order': '顺序损失的权重',
  'Weight of the most frequent': '最多者损失的权重',
  'Weight of the main loss': '主损失的权重',
  'Weight of the auxiliary loss': '辅助损失的权重',
  'Weight of the comparison': '比较损失的权重',
  'Weight of the first author': '第一位作者损失的权重',
  'Weight of the second author': '第二位作者损失的权重',
  'Factor of this loss in the total. Takes effect with the next step.': WEIGHT,
  Answers: '回答',
  'The digit of each step alone, or also two questions about the whole row, read by an LSTM.':
    '只回答每一步的数字,或再由 LSTM 回答关于整列的两个问题。',
  'each digit and the row': '每个数字和整列',
  'each digit': '每个数字',
  'Units of the LSTM': 'LSTM 的单元数',
  'Size of the state that reads the row.': '读取序列的状态的大小。',
  'Size of the state that reads the words.': '读取词的状态的大小。',
  'Size of the state that reads the letters.': '读取字母的状态的大小。',
  'Size of the state that reads the question.': '读取问题的状态的大小。',
  'Training rows': '训练序列',
  'Rows drawn from the 60,000 training digits.': '从 60,000 个训练数字中抽取的序列。',
  'Validation rows': '验证序列',
  'Rows drawn from the 10,000 digits that training never sees.':
    '从训练从不看到的 10,000 个数字中抽取的序列。',
  Embedding: '词向量',
  'Numbers that stand for a word.': '代表一个词的数的个数。',
  'Units of the Dense layers': '全连接层的单元数',
  'Size of the three layers before the main output.': '主输出之前三层的大小。',
  Dropout: 'Dropout',
  'Share of the numbers that a training step leaves out at random, against learning by heart.':
    '训练时每一步随机略去的比例,防止死记硬背。',
  Words: '词数',
  words: '词',
  'Words of a subject that the model reads; shorter ones are filled in front.':
    '模型读取的标题词数;较短的在前面补齐。',
  Reading: '读法',
  'What stands for a text: the last state of the LSTM, as in the guide, or the mean of all, which learns sooner.':
    '用什么代表一段文字:LSTM 的最后状态(如指南),或所有状态的平均,后者学得更早。',
  'the last state': '最后状态',
  'the mean of all states': '所有状态的平均',
  'Name the authors': '说出作者',
  'Name the facts': '说出事实',
  'Weight of the answer': '回答损失的权重',
  'Weight of the facts': '事实损失的权重',
  'Of the object of each colour: which figure it is, where it moves, when it appears; told by another output, and all that the head reads of the clip. The guide has none.':
    '每种颜色的物体是什么图形、往哪里动、什么时候出现:由另一个输出说出,头部对短片只读这些。指南里没有。',
  'Whether each of six objects is a square, on the right, at the bottom: told by another output, and all that the head reads of the picture. The guide has none.':
    '六个物体各自是不是方形、在不在右边、在不在下面:由另一个输出说出,头部对图片只读这些。指南里没有。',
  'Two more outputs name the author of each text; the guide has none.':
    '另有两个输出说出每段文字的作者;指南中没有。',
  Head: '头部',
  "The guide's: one Dense layer, which adds up what each input says by itself. Hidden layers: relu layers before it.":
    '指南的:一个全连接层,把每个输入各自的意见相加。隐藏层:在它之前加 relu 层。',
  'hidden layers': '隐藏层',
  "the guide's": '指南的',
  'Units of the head': '头部的单元数',
  'Size of the hidden layers of the head, where it has any.': '头部隐藏层的大小(若有)。',
  'Layers of the head': '头部的层数',
  'Number of the hidden layers of the head, where it has any.': '头部隐藏层的数目(若有)。',
  'Training pairs': '训练对子',
  'Pairs drawn from the training addresses.': '从训练用咨文中抽取的对子。',
  'Pairs drawn from the 60,000 training digits.': '从 60,000 个训练数字中抽取的对子。',
  'Validation pairs': '验证对子',
  'Pairs drawn from addresses that training never sees.': '从训练从不看到的咨文中抽取的对子。',
  'Pairs drawn from the 10,000 digits that training never sees.':
    '从训练从不看到的 10,000 个数字中抽取的对子。',
  Filters: '滤波器',
  'Filters of each convolution; a block gives three times as many channels.':
    '每个卷积的滤波器数;一个块给出三倍的通道。',
  'Filters of the first stage; each further stage has twice as many.':
    '第一阶段的滤波器数;之后每个阶段加倍。',
  'Filters of both convolutions of the shared vision model.': '共享视觉模型两个卷积的滤波器数。',
  'Filters of the first block of convolutions; each further block has twice as many.':
    '第一个卷积块的滤波器数;之后每块加倍。',
  'Filters of the first convolution; each further one has twice as many.':
    '第一个卷积的滤波器数;之后每个加倍。',
  Blocks: '块数',
  'Inception blocks, one after the other, each on a picture of half the side.':
    '依次排列的 Inception 块,每块的图片边长减半。',
  'Residual blocks in each stage.': '每个阶段的残差块数。',
  'Blocks of convolutions, each of which halves the side of the picture.': '卷积块数,每块使图片边长减半。',
  Picture: '图片',
  'As stored, or enlarged to the size that the guide uses, the grey in three channels.':
    '按存储的大小,或放大到指南所用的大小,灰度放入三个通道。',
  'Coarser picture': '较粗的图片',
  'Squares of so many pixels are averaged before the model sees them; 1 leaves the picture as it is.':
    '模型看到之前,把这样边长的方块取平均;1 表示不变。',
  'Training pictures': '训练图片',
  'How many of the 24,000 training pictures are used.': '使用 24,000 张训练图片中的多少张。',
  'Validation pictures': '验证图片',
  'How many of the 4,000 validation pictures are used.': '使用 4,000 张验证图片中的多少张。',
  Stages: '阶段',
  'Groups of blocks, each on a picture of half the side.': '块的组数,每组的图片边长减半。',
  'Convolutions with a pooling after each.': '卷积的数目,每个之后有一次池化。',
  Convolutions: '卷积',
  'Convolutions in each block; the guide has one.': '每块中的卷积数;指南中为一个。',
  'Batch normalisation': '批归一化',
  'Batch normalisation and relu before each convolution; the guide has neither.':
    '每个卷积之前的批归一化和 relu;指南中都没有。',
  Augmentation: '数据增强',
  'Training pictures are mirrored and moved at random, anew in each step.':
    '训练图片在每一步重新随机镜像和平移。',
  Vocabulary: '词表',
  'Words that the question may be made of.': '问题可以使用的词。',
  'Answer words': '回答用词',
  'Words that the last layer can choose from.': '最后一层可以选择的词。',
  'Side of a scene': '场景边长',
  'Side of a frame': '帧边长',
  'Width and height of the pictures.': '图片的宽和高。',
  px: '像素',
  'Words of a question': '问题的词数',
  'Shorter questions are filled in front.': '较短的问题在前面补齐。',
  'Training scenes': '训练场景',
  'Scenes drawn for training.': '为训练抽取的场景。',
  'Validation scenes': '验证场景',
  'Scenes that training never sees.': '训练从不看到的场景。',
  'Questions of each sort': '每类问题数',
  'So many questions about one object and as many about several, for each scene.':
    '每个场景关于一个物体的问题数,关于几个物体的同样多。',
  'Units of the video LSTM': '视频 LSTM 的单元数',
  'Size of the state that watches the frames.': '观察各帧的状态的大小。',
  Frames: '帧数',
  'Pictures of a clip.': '一个短片的图片数。',
  'Training clips': '训练短片',
  'Clips drawn for training.': '为训练抽取的短片。',
  'Validation clips': '验证短片',
  'Clips that training never sees.': '训练从不看到的短片。',
  'Questions to a clip': '每个短片的问题数',
  'So many questions for each clip.': '每个短片有这么多问题。',
  'Whether training changes the weights of the layer.': '训练是否改变该层的权重。',
  'Read anew in each step.': '每一步重新读取。',
};
