import { parser } from '@lezer/javascript';

/** What TypeScript has that is no type and that is not taken: by node of the syntax tree. */
const NOT_TAKEN: Readonly<Record<string, string>> = {
  EnumDeclaration: 'enum',
  NamespaceDeclaration: 'namespace',
  PrefixCast: '<type>value',
};

/** Nodes that are types from end to end. */
const TYPES: ReadonlySet<string> = new Set([
  'TypeAnnotation',
  'TypePredicate',
  'TypeArgList',
  'TypeParamList',
  'InterfaceDeclaration',
  'TypeAliasDeclaration',
  'AmbientDeclaration',
  'Optional',
  'Privacy',
  'readonly',
  'override',
]);

export type Stripped =
  | { readonly ok: true; readonly code: string }
  /** `what` is not taken, in this line (from 1). */
  | { readonly ok: false; readonly what: string; readonly line: number };

interface Span {
  readonly from: number;
  readonly to: number;
}

const typescript = parser.configure({ dialect: 'ts' });

/**
 * Blanks the types of TypeScript with spaces, so that lines and columns stay. Only what can be left out is taken: no `enum`, no
 * `namespace`, no parameter properties. What is no TypeScript at all is left for the engine to complain about.
 */
export function stripTypes(code: string): Stripped {
  const spans: Span[] = [];
  let wrong: { what: string; at: number } | null = null;
  typescript.parse(code).iterate({
    enter: ({ name, from, to, node }) => {
      if (name in NOT_TAKEN) wrong ??= { what: NOT_TAKEN[name]!, at: from };
      if ((name === 'Privacy' || name === 'readonly') && node.parent?.name === 'ParamList')
        wrong ??= { what: `${name === 'Privacy' ? 'private' : name} in parameters`, at: from };
      const span = blankSpan(name, node);
      if (span !== null) spans.push(span);
      return span === null || span.to < to;
    },
  });
  const found = wrong as { what: string; at: number } | null;
  if (found !== null)
    return { ok: false, what: found.what, line: code.slice(0, found.at).split('\n').length };
  return { ok: true, code: blanked(code, spans) };
}

/** The part of a node of the syntax tree that is used. */
interface SyntaxNode extends Span {
  readonly name: string;
  readonly parent: SyntaxNode | null;
  readonly nextSibling: SyntaxNode | null;
  getChild(name: string): SyntaxNode | null;
}

function blankSpan(name: string, node: SyntaxNode): Span | null {
  if (TYPES.has(name)) return { from: node.from, to: node.to };
  // `import type`, `export type`, and `type` on one name of a list.
  if (name === 'ImportDeclaration' || name === 'ExportDeclaration')
    return isTypesOnly(node) ? { from: node.from, to: node.to } : null;
  if (name === 'type' && node.parent?.name.endsWith('Group')) return typeInList(node);
  if (name === 'as' || name === 'satisfies')
    return node.parent?.name === 'BinaryExpression' ? { from: node.from, to: node.parent.to } : null;
  if (name === 'implements')
    return { from: node.from, to: node.parent?.getChild('ClassBody')?.from ?? node.to };
  const isNonNull = name === 'LogicOp' && node.parent?.name === 'PostfixExpression';
  return isNonNull ? { from: node.from, to: node.to } : null;
}

const isTypesOnly = (node: SyntaxNode): boolean =>
  node.getChild('type') !== null ||
  node.getChild('InterfaceDeclaration') !== null ||
  node.getChild('TypeAliasDeclaration') !== null;

/** `type B as C,` of a list. */
function typeInList(node: SyntaxNode): Span {
  let last = node;
  while (last.nextSibling && last.nextSibling.name !== '}' && last.name !== ',') last = last.nextSibling;
  return { from: node.from, to: last.to };
}

function blanked(code: string, spans: readonly Span[]): string {
  let out = '';
  let at = 0;
  for (const { from, to } of spans) {
    if (from < at) continue;
    out += code.slice(at, from) + code.slice(from, to).replace(/[^\n]/g, ' ');
    at = to;
  }
  return out + code.slice(at);
}
