/** Describes what a door exports, from its built declarations: the text that a user's compiler sees, without comments. */
import { createHash } from 'node:crypto';
import ts from 'typescript-5.9';

const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });
const isGenerated = /\/dist\/(?:generated\/|models\.d\.ts|operations\.d\.ts)/;

/**
 * Describes a door.
 *
 * @param {import('typescript-5.9').Program} program - A program with the declarations of the door.
 * @param {string} path - The path of its declarations.
 * @returns {{ exports: Map<string, string>, inner: Map<string, string>, generated: Map<string, string> }} The texts by
 *   name: what is exported, what those texts refer to without exporting it, and one line for each generated name.
 */
export function describeDoor(program, path) {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = checker.getSymbolAtLocation(file);
  const found = { exports: new Map(), inner: new Map(), generated: new Map() };
  // A door without exports is no module.
  const symbols = module === undefined ? [] : checker.getExportsOfModule(module);
  const exported = new Map(symbols.map((symbol) => [resolveAlias(checker, symbol), symbol.name]));
  const pending = [];
  for (const [symbol, name] of exported) add(found.exports, name, symbol);
  for (const node of pending) {
    for (const symbol of referencesIn(checker, node)) {
      const isOwn = symbol.declarations?.some((declaration) => isInSamePackage(declaration, path));
      if (!isOwn || exported.has(symbol) || found.inner.has(symbol.name)) continue;
      if (symbol.declarations.some(isOfGeneratedFile)) continue;
      add(found.inner, symbol.name, symbol);
    }
  }
  return { exports: sort(found.exports), inner: sort(found.inner), generated: sort(found.generated) };

  function add(target, name, symbol) {
    const statements = (symbol.declarations ?? []).map(toStatement);
    const text = statements.map(print).join('\n');
    if (statements.some(isOfGeneratedFile)) found.generated.set(name, summarize(statements, text));
    else {
      target.set(name, text);
      pending.push(...statements);
    }
  }
}

function resolveAlias(checker, symbol) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Top-level names only: members and type parameters belong to the text that names them. */
function referencesIn(checker, node) {
  const found = new Set();
  const visit = (child) => {
    if (ts.isIdentifier(child)) {
      const symbol = checker.getSymbolAtLocation(child);
      const target = symbol && resolveAlias(checker, symbol);
      if (target?.declarations?.some((declaration) => ts.isSourceFile(toStatement(declaration).parent))) {
        found.add(target);
      }
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

/** A constant is declared within its statement. */
function toStatement(declaration) {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

function print(node) {
  return printer
    .printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    .replace(/^(?:export )?declare /, '');
}

function summarize([statement], text) {
  const isConstant = ts.isVariableStatement(statement);
  const kind = isConstant ? 'const' : ts.SyntaxKind[statement.kind].replace(/Declaration$/, '').toLowerCase();
  const members = statement.members?.length ?? statement.type?.members?.length;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return [kind, members === undefined ? [] : `${members} members`, digest].flat().join(', ');
}

function isOfGeneratedFile(node) {
  return isGenerated.test(node.getSourceFile().fileName);
}

function isInSamePackage(node, path) {
  const folder = /^.*\/packages\/[\w-]+\/dist\//.exec(path)?.[0] ?? path;
  return node.getSourceFile().fileName.startsWith(folder);
}

function sort(map) {
  return new Map([...map].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
