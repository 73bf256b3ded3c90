import { compile } from './compilers.ts';
import { consumer } from './consumer.ts';
import { mistakes, mistaken } from './mistakes.ts';
import { writeProject } from './projects.ts';

const versions = ['5.5', '5.9', '6.0', '7.0'];

const project = writeProject('consumer', consumer, { skipLibCheck: false, jsx: 'react-jsx' });
for (const version of versions) {
  const { errors, checkSeconds } = compile(version, project);
  console.log(
    `TypeScript ${version}: ${errors === '' ? `compiles, checked in ${checkSeconds} s` : `\n${errors}`}`,
  );
  if (errors !== '') process.exitCode = 1;
}

const wrong = writeProject('mistakes', mistaken, { skipLibCheck: true, jsx: 'react-jsx' });
for (const version of ['5.9', '7.0']) {
  const { errors, explanations } = compile(version, wrong);
  const lines = errors.split('\n');
  const isNamed = Object.values(mistakes).map((named, index) => lines[index]?.includes(named));
  const isClear = isNamed.every(Boolean) && lines.length === isNamed.length && explanations === 0;
  console.log(
    `TypeScript ${version}: ${isClear ? 'reports each mistake in one line' : `unclear errors:\n${errors}`}`,
  );
  if (!isClear) process.exitCode = 1;
}
