import { Argument, Command, CommanderError, Option } from 'commander';
import type { ChartOptions } from './commands/chart.ts';
import type { DemoExample, DemoOptions } from './commands/demo.ts';
import type { NodesOptions } from './commands/nodes.ts';
import type { InspectOptions } from './commands/inspect.ts';
import type { RunOptions } from './commands/run.ts';
import type { SchemaOptions } from './commands/schema.ts';
import type { ValidateOptions } from './commands/validate.ts';
import type { VerifyCommandOptions } from './commands/verify.ts';
import {
  faultNames,
  listOfFaults,
  listOfTransports,
  protocolNames,
  reportForms,
  transportNames,
} from './commands/verifyOptions.ts';
import type { CommandContext, ExitCode } from './CommandContext.ts';
import { port, seconds, secondsOf, setting, several, wholeNumber } from './optionValues.ts';
import { packageVersion } from './packageRoot.ts';

const forOption = (): Option => new Option('--for <seconds>', 'end after so many seconds').argParser(seconds);
const logOption = (): Option =>
  new Option('--log <form>', 'lines for people, or one JSON object a line')
    .choices(['pretty', 'json'])
    .default('pretty');
const nodesOption = (): Option =>
  new Option('--nodes <file>', 'a module with nodes of your own (can be repeated)').argParser(several);
const inspectOption = (text: string): Option => new Option('--inspect [port]', text).argParser(port);
const controlOption = (): Option => new Option('--control', 'let the inspector send events, not only watch');
const recordOption = (): Option => new Option('--record <file>', 'write what the inspector sees to a file');

/** The commands, their options and their help. What a command does is loaded when it is called. */
export function createProgram(context: CommandContext, end: (code: ExitCode) => void): Command {
  const { output } = context;
  const program = new Command('statewire')
    .description('Runs Socket.IO connections as statecharts.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .configureOutput({
      writeOut: (text) => output.stdout.write(text),
      writeErr: (text) => output.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'statewire: ')),
    })
    .configureHelp({ showGlobalOptions: false })
    .exitOverride()
    .addHelpText('after', examples('statewire demo', 'statewire run project.json', 'statewire run --help'))
    .showHelpAfterError(usage('statewire COMMAND', 'statewire --help'));

  program
    .command('run')
    .summary('run a project file')
    .description('Runs a project file: its connections and its graph, until nothing can happen any more.')
    .argument('<file>', 'the project file')
    .addOption(forOption())
    .addOption(logOption())
    .addOption(
      new Option('--set <name=value>', 'an option for the graph to read (can be repeated)').argParser(
        setting,
      ),
    )
    .addOption(nodesOption())
    .addOption(inspectOption('show the statecharts in a browser, on a port of 127.0.0.1'))
    .addOption(controlOption())
    .addOption(recordOption())
    .addHelpText(
      'after',
      examples(
        'statewire run project.json',
        'statewire run project.json --for 10 --log json',
        'statewire run project.json --set limit=80 --nodes ./nodes.js',
      ),
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 the file does not validate, or what the graph ends with.',
    )
    .showHelpAfterError(usage('statewire run FILE [options]', 'statewire run --help'))
    .action(async (file: string, options: RunOptions) => {
      const { run } = await import('./commands/run.ts');
      end(await run(file, options, context));
    });

  program
    .command('validate')
    .summary('check a project file')
    .description('Checks a project file and prints everything that is wrong with it.')
    .argument('<file>', 'the project file')
    .addOption(
      new Option('--format <format>', 'lines, or a JSON array').choices(['text', 'json']).default('text'),
    )
    .addOption(nodesOption())
    .addHelpText(
      'after',
      examples('statewire validate project.json', 'statewire validate project.json --format json'),
    )
    .addHelpText('after', '\nExit codes: 0 without errors (there may be warnings), 2 with errors.')
    .showHelpAfterError(usage('statewire validate FILE [options]', 'statewire validate --help'))
    .action(async (file: string, options: ValidateOptions) => {
      const { validate } = await import('./commands/validate.ts');
      end(await validate(file, options, context));
    });

  program
    .command('verify')
    .summary('test a server: do connections to it survive?')
    .description(
      'Puts a proxy with real faults before a Socket.IO server and runs connections through it: first one fault after the other, then random sequences of them. Sends no application event unless told which.',
    )
    .argument('[project]', 'the project file that has the connection')
    .addOption(
      new Option('--connection <name>', 'the connection in the project (not needed where it has one)'),
    )
    .addOption(
      new Option(
        '--url <url>',
        'the server, in place of a project; ${NAME} in it is filled from the environment',
      ),
    )
    .addOption(
      new Option(
        '--transports <list>',
        `with --url: how to reach it (default: ${transportNames.join(',')})`,
      ).argParser(listOfTransports),
    )
    .addOption(
      new Option('--protocol <version>', 'with --url: what it speaks (default: auto)').choices(protocolNames),
    )
    .addOption(new Option('--send <event>', 'an event that may be sent; its acknowledgements are checked'))
    .addOption(new Option('--faults <list>', `only these: ${faultNames.join(', ')}`).argParser(listOfFaults))
    .addOption(
      new Option('--runs <number>', 'random sequences at most (default: 100)').argParser(wholeNumber),
    )
    .addOption(
      new Option('--time <seconds>', 'when to begin nothing more (default: 45)').argParser(
        secondsOf('--time'),
      ),
    )
    .addOption(
      new Option('--calm <seconds>', 'how long the connection is left alone once (default: 4)').argParser(
        secondsOf('--calm'),
      ),
    )
    .addOption(new Option('--seed <number>', 'make the same random sequences again').argParser(wholeNumber))
    .addOption(new Option('--path <path>', 'play one failure again: the path that its report names'))
    .addOption(new Option('--report <form>', 'a report beside the verdict').choices(reportForms))
    .addOption(new Option('--out <file>', 'the file of the report (default: the standard output)'))
    .addOption(new Option('--remote', 'allow a server that is not on this machine'))
    .exitOverride((error) => {
      // 1 is a verdict; who mistypes an option has not got one.
      throw new CommanderError(error.exitCode === 0 ? 0 : 2, error.code, error.message);
    })
    .addHelpText(
      'after',
      examples(
        'statewire verify --url http://127.0.0.1:3000',
        'statewire verify project.json --connection demo --report junit --out verify.xml',
        'statewire verify --url http://127.0.0.1:3000 --send save --faults drop,refuse --time 20',
      ),
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 passed, 1 failed (or interrupted), 2 it cannot be asked like this.',
    )
    .showHelpAfterError(usage('statewire verify PROJECT | --url URL [options]', 'statewire verify --help'))
    .action(async (file: string | undefined, options: VerifyCommandOptions) => {
      const { verify } = await import('./commands/verify.ts');
      end(await verify(file, options, context));
    });

  program
    .command('demo')
    .summary('show it all, with a server of its own')
    .description(
      'Starts a Socket.IO server on a free port of this machine, or several, and runs an example project against it.',
    )
    .addArgument(
      new Argument('[example]', 'the example project')
        .choices(['telemetry', 'chat-bridge', 'alarm', 'device-fleet'])
        .default('telemetry'),
    )
    .addOption(forOption())
    .addOption(logOption())
    .addOption(inspectOption('the port of the inspector'))
    .option('--no-inspect', 'start no inspector')
    .option('--no-open', 'open no browser (at a terminal the inspector is opened in it)')
    .addOption(controlOption())
    .addOption(recordOption())
    .addHelpText(
      'after',
      examples('statewire demo', 'statewire demo --for 10', 'statewire demo alarm --no-inspect'),
    )
    .showHelpAfterError(usage('statewire demo [EXAMPLE] [options]', 'statewire demo --help'))
    .action(async (example: DemoExample, options: DemoOptions) => {
      const { demo } = await import('./commands/demo.ts');
      end(await demo(example, options, context));
    });

  program
    .command('inspect')
    .summary('show statecharts of other programs, or a recording')
    .description(
      'Starts the inspector alone: for the statecharts of other programs, or for a recording that --record has made.',
    )
    .argument('[file]', 'a recording')
    .addOption(new Option('--port <port>', 'the port on 127.0.0.1 (default: a free one)').argParser(port))
    .addOption(controlOption())
    .addOption(forOption())
    .addHelpText('after', examples('statewire inspect', 'statewire inspect failure.ndjson'))
    .showHelpAfterError(usage('statewire inspect [FILE] [options]', 'statewire inspect --help'))
    .action(async (file: string | undefined, options: InspectOptions) => {
      const { inspect } = await import('./commands/inspect.ts');
      end(await inspect(file, options, context));
    });

  program
    .command('chart')
    .summary('print a statechart as Mermaid')
    .description(
      'Prints a statechart as a Mermaid stateDiagram-v2: that of a connection (connection) or of its namespaces ' +
        '(namespace), or one out of a file: a module that exports an XState machine, a machine as JSON, a project file, ' +
        'a recording.',
    )
    .argument('<file-or-connection>', 'connection, namespace, or a file')
    .option('--machine <name>', 'which one, where a file has several')
    .addHelpText(
      'after',
      examples(
        'statewire chart connection',
        'statewire chart ./checkout.js --machine checkout > checkout.mmd',
      ),
    )
    .showHelpAfterError(usage('statewire chart FILE-OR-CONNECTION', 'statewire chart --help'))
    .action(async (what: string, options: ChartOptions) => {
      const { chart } = await import('./commands/chart.ts');
      end(await chart(what, options, context));
    });

  program
    .command('nodes')
    .summary('list the nodes of the graph')
    .description('Lists the nodes that a graph can have, with their sockets.')
    .argument('[filter]', 'only those whose type contains it')
    .addOption(new Option('--format <format>', 'a table, or JSON').choices(['text', 'json']).default('text'))
    .addOption(nodesOption())
    .addHelpText(
      'after',
      examples('statewire nodes', 'statewire nodes socketio/', 'statewire nodes --format json'),
    )
    .showHelpAfterError(usage('statewire nodes [options]', 'statewire nodes --help'))
    .action(async (filter: string | undefined, options: NodesOptions) => {
      const { nodes } = await import('./commands/nodes.ts');
      end(await nodes(filter, options, context));
    });

  program
    .command('schema')
    .summary('print the JSON Schema of project files')
    .description('Prints the JSON Schema of project files, for editors that complete and check them.')
    .addOption(nodesOption())
    .addHelpText('after', examples('statewire schema > project.schema.json'))
    .showHelpAfterError(usage('statewire schema', 'statewire schema --help'))
    .action(async (options: SchemaOptions) => {
      const { schema } = await import('./commands/schema.ts');
      end(await schema(options, context));
    });

  return program;
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}

function usage(form: string, help: string): string {
  return `Usage: ${form}\nMore:  ${help}`;
}
