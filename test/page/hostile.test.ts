import * as assert from 'uvu/assert';
import { createInspector } from '../../inspect/server/index.ts';
import { createActor, createMachine } from 'xstate';
import { browserSuite, openPage } from './browser.ts';
import { serveApp } from './serveApp.ts';

browserSuite('a hostile page', (test, room) => {
  test('gets nothing, neither without the token nor with it', async (context) => {
    const inspector = await createInspector({ pageFolder: await room.pageFolder(), control: true });
    context.after(() => inspector.close());
    const secret = createActor(createMachine({ id: 'secret', initial: 'hidden', states: { hidden: {} } }));
    secret.start();
    context.after(() => secret.stop());
    inspector.observe(secret, { name: 'secret' });
    const { port, search } = new URL(inspector.url);
    // What it could find out, and more: the port, and even the token.
    const hostile = await serveApp(
      context,
      `
      const results = {};
      const note = (name, what) => { results[name] = what; };
      async function read(name, url, options) {
        try {
          const response = await fetch(url, options);
          note(name, response.type === 'opaque' ? 'opaque' : response.status + (await response.text()));
        } catch { note(name, 'refused'); }
      }
      function connect(name, url) {
        return new Promise((resolve) => {
          const socket = new WebSocket(url);
          socket.onopen = () => socket.send(JSON.stringify({ type: 'xstate.inspecting' }));
          socket.onmessage = ({ data }) => { note(name, 'got ' + data); resolve(); };
          socket.onclose = () => { results[name] ??= 'refused'; resolve(); };
          setTimeout(() => { socket.close(); }, 3000);
        });
      }
      async function frame(name, url) {
        const element = document.createElement('iframe');
        await new Promise((resolve) => { element.onload = resolve; element.src = url; document.body.append(element); });
        try { note(name, 'read ' + element.contentDocument.body.innerHTML); } catch { note(name, 'refused'); }
        // As a program would: it is the window's parent.
        element.contentWindow.postMessage({ type: 'service.register' }, '*');
      }
      globalThis.attack = async () => {
        for (const host of ['127.0.0.1', 'localhost']) {
          const at = host + ':${port}';
          for (const [name, query] of [['without', ''], ['with', ${JSON.stringify(search)}]]) {
            await read(name + ' actors ' + host, 'http://' + at + '/api/actors' + query);
            await read(name + ' polling ' + host, 'http://' + at + '/socket.io/' + (query || '?') + '&EIO=4&transport=polling');
            await read(name + ' post ' + host, 'http://' + at + '/socket.io/' + (query || '?') + '&EIO=4&transport=polling', { method: 'POST', mode: 'no-cors', body: '40' });
            await connect(name + ' channel ' + host, 'ws://' + at + '/socket.io/' + (query || '?') + '&EIO=4&transport=websocket');
            await connect(name + ' receiver ' + host, 'ws://' + at + '/xstate5' + query);
            await connect(name + ' root ' + host, 'ws://' + at + '/' + query);
          }
          await frame('frame ' + host, 'http://' + at + '/');
        }
        return results;
      };
      `,
    );
    const { page } = await openPage(await room.browser(), hostile.url);
    const results: Record<string, string> = await page.evaluate('attack()');
    assert.is(Object.keys(results).length, 26);
    for (const [name, result] of Object.entries(results)) {
      const isNothing = result === 'refused' || result === 'opaque';
      assert.ok(isNothing, `${name}: ${result.slice(0, 200)}`);
      assert.not.match(result, /hidden|secret/);
    }
    assert.is(inspector.watchers, 0, 'nobody of them ever watched');
  });
});
