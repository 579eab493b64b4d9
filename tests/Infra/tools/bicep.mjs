// Reads Bicep files with tree-sitter's grammar and writes what the tests' rules look at, as JSON: node bicep.mjs FILE…
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(fileURLToPath(new URL('./node_modules/tree-sitter-bicep/tree-sitter-bicep.wasm', import.meta.url))));

const KEYWORDS = new Set(['true', 'false', 'null', 'existing', 'if', 'for', 'in']);

function* nodes(node) {
  yield node;
  for (const child of node.children) yield* nodes(child);
}

const text = node => node?.text ?? null;
const unquote = quoted => quoted?.replace(/^'|'$/g, '').replace(/\\'/g, "'") ?? null;
const firstNamed = (node, type) => node.namedChildren.find(child => child.type === type) ?? null;

// Decorators stand before the declaration as a sibling.
function decorators(declaration) {
  const before = declaration.previousNamedSibling;
  if (before?.type !== 'decorators') return {};
  const found = {};
  for (const call of before.namedChildren.map(decorator => decorator.namedChildren[0]))
    found[text(call.childForFieldName('function') ?? call)] = text(firstNamed(call, 'arguments'));
  return found;
}

// The members of an object, nested ones by their path: {'properties.sku.name': "'standard'"}.
function properties(object, prefix = '', found = {}) {
  for (const property of object?.namedChildren ?? []) {
    if (property.type !== 'object_property' || !['identifier', 'string'].includes(property.namedChildren[0].type)) continue;
    const [key, value] = [property.namedChildren[0], property.namedChildren[property.namedChildren.length - 1]];
    const path = prefix + unquote(key.text);
    if (value.type === 'object') properties(value, path + '.', found);
    else if (text(value.childForFieldName('function')) === 'union') properties(firstNamed(value, 'arguments').namedChildren.at(-1), path + '.', found); // the last one wins
    else found[path] = value.text;
  }
  return found;
}

// A resource's or module's body may stand in a condition or a loop.
const body = declaration => [...nodes(declaration)].find(node => node.type === 'object') ?? null;

// Names that are used as values: not keys of objects, not members after a dot, not what a declaration declares.
function uses(root) {
  const found = new Set();
  for (const node of nodes(root)) {
    if (node.type !== 'identifier' || KEYWORDS.has(node.text)) continue;
    const parent = node.parent;
    const isFirst = parent.namedChildren[0]?.id === node.id;
    if (isFirst && (parent.type === 'object_property' || parent.type.endsWith('_declaration'))) continue;
    if (parent.type === 'call_expression' && parent.childForFieldName('function')?.id === node.id) continue;
    found.add(node.text);
  }
  return [...found].sort();
}

function read(path) {
  const { rootNode: root } = parser.parse(readFileSync(path, 'utf8'));
  const all = [...nodes(root)];
  const of = type => all.filter(node => node.type === type);
  const name = declaration => text(declaration.namedChildren[0]);
  return {
    path,
    errors: all.filter(node => node.isError || node.isMissing).map(node => `${node.startPosition.row + 1}:${node.startPosition.column + 1} ${node.text.slice(0, 60)}`),
    parameters: of('parameter_declaration').map(node => ({
      name: name(node), decorators: decorators(node), hasDefault: node.children.some(child => child.type === '='),
    })),
    types: of('type_declaration').map(name),
    variables: of('variable_declaration').map(node => ({ name: name(node), value: text(node.namedChildren[node.namedChildren.length - 1]) })),
    outputs: of('output_declaration').map(node => ({ name: name(node), decorators: decorators(node), value: text(node.namedChildren[node.namedChildren.length - 1]) })),
    resources: of('resource_declaration').map(node => ({
      name: name(node), type: unquote(text(firstNamed(node, 'string'))), isExisting: node.children.some(child => child.text === 'existing'),
      isNested: node.parent.type !== 'infrastructure', properties: properties(body(node)),
    })),
    modules: of('module_declaration').map(node => ({ name: name(node), path: unquote(text(firstNamed(node, 'string'))), properties: properties(body(node)) })),
    loopNames: [...of('loop_variable'), ...of('loop_enumerator'), ...of('for_statement').map(node => firstNamed(node, 'identifier'))].map(text),
    calls: [...new Set(of('call_expression').map(node => text(node.childForFieldName('function')?.type === 'member_expression'
      ? node.childForFieldName('function').childForFieldName('property') : node.childForFieldName('function'))))].sort(),
    uses: uses(root),
    members: [...new Set(of('member_expression').map(text))].sort(),
  };
}

process.stdout.write(JSON.stringify(process.argv.slice(2).map(read)));
