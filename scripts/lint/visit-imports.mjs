/**
 * Visits everything in a file that names another file: imports, exports from, `import()` and types by `import('…')`.
 * A template with values or a variable names no file.
 *
 * @param check - Receives each specifier, and the node to report.
 * @returns The visitor of a rule.
 */
export function visitImports(check) {
  const visit = (node) => {
    const source = node.source ?? node.argument ?? node.moduleReference?.expression;
    const specifier = readText(source?.type === 'TSLiteralType' ? source.literal : source);
    if (specifier !== undefined) check(specifier, source);
  };
  return {
    ImportDeclaration: visit,
    ExportNamedDeclaration: visit,
    ExportAllDeclaration: visit,
    ImportExpression: visit,
    TSImportType: visit,
    TSImportEqualsDeclaration: visit,
  };
}

function readText(node) {
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return typeof node?.value === 'string' ? node.value : undefined;
}
