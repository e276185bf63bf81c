import * as assert from 'uvu/assert';
import {
  diagnosticCodes,
  formatDiagnostic,
  hasErrors,
  type Diagnostic,
} from '../../src/project/Diagnostic.ts';
import { createReport } from '../../src/project/Report.ts';
import { suite } from '../suite.ts';

suite('Report', (test) => {
  test('gives findings in the order of the document, whatever the order in which they were found', () => {
    const report = createReport({ b: [{}, {}], a: { c: 1 } });
    for (const pointer of ['/a/missing', '/a/c', '/a', '/b/1', '/b/0/x', '/b/0', '']) {
      report.add('invalid-shape', pointer, 'x');
    }
    assert.equal(
      report.diagnostics().map(({ pointer }) => pointer),
      ['', '/b/0', '/b/0/x', '/b/1', '/a', '/a/c', '/a/missing'],
    );
  });

  test('sorts ten after two', () => {
    const report = createReport([...Array.from({ length: 11 }).keys()]);
    for (const pointer of ['/10', '/2']) report.add('invalid-shape', pointer, 'x');
    assert.equal(
      report.diagnostics().map(({ pointer }) => pointer),
      ['/2', '/10'],
    );
  });

  test('tells nothing twice, and two things at one place both', () => {
    const report = createReport({});
    report.add('invalid-shape', '', 'a is missing');
    report.add('invalid-shape', '', 'b is missing');
    report.add('invalid-shape', '', 'a is missing');
    assert.equal(
      report.diagnostics().map(({ message }) => message),
      ['a is missing', 'b is missing'],
    );
  });

  test('takes the severity of the code, unless told otherwise', () => {
    const report = createReport({});
    report.add('port-conflict', '', 'x');
    report.add('invalid-shape', '', 'x', { severity: 'warning', suggestions: ['y'] });
    assert.is(report.errors, 0);
    assert.not(hasErrors(report.diagnostics()));
    assert.equal(report.diagnostics()[1]?.suggestions, ['y']);
    report.add('invalid-url', '', 'x');
    assert.is(report.errors, 1);
    assert.ok(hasErrors(report.diagnostics()));
  });

  test('keeps 1000 errors and says how many more there are', () => {
    const report = createReport([]);
    for (let index = 0; index < 1000; index += 1) report.add('invalid-shape', `/${index}`, 'x');
    assert.not(report.isFull);
    assert.is(report.diagnostics().length, 1000);
    for (let index = 1000; index < 1007; index += 1) report.add('invalid-shape', `/${index}`, 'x');
    assert.ok(report.isFull);
    assert.is(report.diagnostics().length, 1001);
    assert.match(report.diagnostics().at(-1)?.message ?? '', /7 more errors/);
  });

  test('does not lose an error among a thousand warnings', () => {
    const report = createReport([]);
    for (let index = 0; index < 2000; index += 1) report.add('unreachable-node', `/${index}`, 'x');
    assert.not(report.isFull);
    report.add('data-cycle', '/3000', 'x');
    assert.ok(hasErrors(report.diagnostics()));
    assert.is(report.diagnostics().length, 1002);
  });
});

suite('Diagnostic', (test) => {
  const diagnostic: Diagnostic = {
    severity: 'error',
    code: 'invalid-url',
    pointer: '/settings/socketio/connections/0/url',
    message: 'No.',
    suggestions: [],
  };

  test('is printed as severity, code, place and message', () => {
    assert.is(formatDiagnostic(diagnostic), 'error invalid-url at /settings/socketio/connections/0/url: No.');
    assert.is(formatDiagnostic({ ...diagnostic, pointer: '' }), 'error invalid-url at /: No.');
  });

  test('is one line that cannot drive a terminal, whatever the file holds', () => {
    const line = formatDiagnostic({
      ...diagnostic,
      pointer: '/a\nb',
      message: 'x\u001b[2J\u202e\u2028\ud800y',
    });
    assert.is(line, 'error invalid-url at /a\\u000ab: x\\u001b[2J\\u202e\\u2028\\ud800y');
  });

  test('has every code of the specification', () => {
    const specified =
      'invalid-json invalid-shape invalid-url missing-environment duplicate-id duplicate-connection plugin-deactivated unknown-node-type unknown-attribute unknown-socket unknown-node unknown-connection unknown-variable unknown-scene type-mismatch missing-input data-cycle out-of-scope unreachable-node port-conflict';
    assert.equal(
      Object.keys(diagnosticCodes).toSorted(),
      [...specified.split(' '), 'unreadable-file'].toSorted(),
    );
    const warnings = Object.entries(diagnosticCodes).filter(([, { severity }]) => severity === 'warning');
    assert.equal(
      warnings.map(([code]) => code),
      ['unreachable-node', 'port-conflict'],
    );
  });
});
