"""The report's page in headless Chromium: offline, without errors or requests, with its plots drawn and its buttons working.

HALFLSB, CHROMIUM and WORK are the program, the browser and a folder, in which the page and screenshots of it stay.
"""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

HALFLSB, CHROMIUM = os.environ['HALFLSB'], os.environ['CHROMIUM']
WORK = pathlib.Path(os.environ['WORK'])


class Browser:
    """Chromium's DevTools protocol over a pair of pipes: messages end in a zero byte."""

    def __init__(self):
        to_browser, self.out = os.pipe()
        self.into, from_browser = os.pipe()
        flags = ['--headless=new', '--remote-debugging-pipe', '--disable-gpu', '--hide-scrollbars', '--no-first-run',
                 '--force-color-profile=srgb', f'--user-data-dir={WORK / "profile"}']
        if os.geteuid() == 0:
            flags.append('--no-sandbox')  # which refuses to run as root
        self.log = open(WORK / 'chromium.log', 'wb')
        self.process = subprocess.Popen(['bash', '-c', f'exec "$@" 3<&{to_browser} 4>&{from_browser}', 'bash', CHROMIUM, *flags],
                                        pass_fds=(to_browser, from_browser), stdout=self.log, stderr=self.log)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer, self.events, self.last, self.session = b'', [], 0, None

    def receive(self):
        while b'\0' not in self.buffer:
            chunk = os.read(self.into, 1 << 20)
            if not chunk:
                sys.exit(f'the browser ended, see {WORK}/chromium.log')
            self.buffer += chunk
        message, self.buffer = self.buffer.split(b'\0', 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.last += 1
        message = {'id': self.last, 'method': method, 'params': parameters}
        if self.session:
            message['sessionId'] = self.session
        data = json.dumps(message).encode() + b'\0'
        while data:
            data = data[os.write(self.out, data):]
        while True:
            answer = self.receive()
            if answer.get('id') == self.last:
                assert 'error' not in answer, f'{method}: {answer["error"]}'
                return answer['result']
            self.events.append(answer)

    def wait_for(self, method):
        while not any(event.get('method') == method for event in self.events):
            self.events.append(self.receive())

    def run(self, code):
        answer = self.call('Runtime.evaluate', expression=code, awaitPromise=True, returnByValue=True)
        assert 'exceptionDetails' not in answer, f'{code}: {answer["exceptionDetails"]}'
        return answer['result'].get('value')

    def screenshot(self, name):
        data = self.call('Page.captureScreenshot', format='png', captureBeyondViewport=True)['data']
        (WORK / f'{name}.png').write_bytes(base64.b64decode(data))

    def close(self):
        os.close(self.out)
        os.close(self.into)
        self.process.terminate()
        self.process.wait(30)


def halflsb(*arguments):
    return subprocess.run([HALFLSB, *arguments], check=False, capture_output=True, text=True).stdout


def history(seconds, executions):
    return [{'seconds': t, 'executions': t * executions, 'corpus': 20 + int(3 * t ** 0.5), 'worst': None if t < 2 else 0.5 - 0.2 / t}
            for t in range(1, seconds)]


def make_page():
    """A campaign with every verdict and hostile text in it."""
    campaign = WORK / 'campaign <script>alert(1)'
    halflsb('check', 'seeded_requantize_product_wraps', 'seeded_requantize_ties_away', 'seeded_conv2d_padding_symmetric',
            'seeded_conv2d_depth_remainder_dropped', '--out', str(campaign / 'findings'))
    (campaign / 'status').mkdir()
    glow = {'scheme': 'glow', 'parameters': {'pre': 1, 'scale': 420, 'post': 15, 'zero_point': -128}, 'output': {'lo': -128, 'hi': 127},
            'width': 32, 'factor': '105/16384', 'error': '8295/16384', 'accumulator': '79', 'proved': '8295/16384',
            'overflow': {'possible': True, 'reached': True, 'witness': '10226036'}}
    steep = dict(glow, parameters={'pre': 0, 'scale': 16777216, 'post': 31, 'zero_point': 0}, factor='1/128', error='1/4', accumulator='32')
    findings = sorted(path.name for path in (campaign / 'findings').glob('*.json'))
    statuses = [
        {'target': 'seeded_requantize_product_wraps', 'expected': 'pass', 'executions': 123456, 'seconds': 61.2, 'history': history(61, 2023),
         'worst': [glow, steep], 'findings': [{'file': f, 'known': False} for f in findings if 'product_wraps' in f]},
        {'target': 'seeded_requantize_ties_away', 'expected': 'pass', 'executions': 99999, 'seconds': 61.0, 'history': history(61, 1600),
         'findings': [{'file': f, 'known': True} for f in findings if 'ties_away' in f]},
        {'target': 'seeded_conv2d_padding_symmetric', 'expected': 'fail', 'executions': 5000, 'seconds': 3.5, 'history': history(4, 1500)},
        {'target': 'requantize_glow_scalar', 'kind': 'requantize', 'expected': 'pass', 'executions': 7654321, 'seconds': 3600.5,
         'history': history(300, 25000)},
        {'target': 'hostile', 'kind': '</script><script>alert(2)</script>', 'scheme': '"><img src=x onerror=alert(3)>', 'executions': 5,
         'error': '</style><script src="http://example.invalid/x.js"></script>'},
    ]
    for status in statuses:
        (campaign / 'status' / f'{status["target"]}.json').write_text(json.dumps(status))
    (campaign / 'status' / 'foreign<b>.json').write_text('[]')
    board = WORK / 'scoreboard.json'
    board.write_text(halflsb('scoreboard', '--quick', '--strategy', 'ours', '--strategy', 'small_ranges', '--format', 'json',
                             'seeded_requantize_product_wraps', 'seeded_requantize_ties_away', 'seeded_conv2d_padding_symmetric'))
    page = WORK / 'report.html'
    (WORK / 'none').mkdir()
    subprocess.run([HALFLSB, 'report', str(campaign), '--known', str(WORK / 'none'), '--html', str(page), '--scoreboard', str(board)], check=True, capture_output=True)
    return page


IS_DRAWN = '''[...document.querySelectorAll('.plot')].map((box) => {
  const inked = [...box.querySelectorAll('canvas')].some((canvas) => canvas.width > 0 && canvas.height > 0 &&
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.filter((x, i) => i % 4 === 3 && x > 0).length > 50);
  return inked ? '' : box.dataset.kind + ' ' + box.dataset.index;
}).filter(Boolean)'''


def check_copy(browser):
    """Every button's text arrives in the clipboard, by a real click."""
    count = browser.run("document.querySelectorAll('button[data-copy]').length")
    assert count >= 2, count
    for i in range(min(count, 6)):
        place = browser.run(f'''(() => {{
          const button = document.querySelectorAll('button[data-copy]')[{i}];
          for (let at = button; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true;
          button.scrollIntoView({{block: 'center'}});
          const box = button.getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height / 2];
        }})()''')
        for kind in ('mousePressed', 'mouseReleased'):
            browser.call('Input.dispatchMouseEvent', type=kind, x=place[0], y=place[1], button='left', clickCount=1)
        wanted = browser.run(f"document.getElementById(document.querySelectorAll('button[data-copy]')[{i}].dataset.copy).textContent")
        for _ in range(50):
            copied = browser.run('navigator.clipboard.readText()')
            if copied == wanted:
                break
            time.sleep(0.1)
        assert wanted and copied == wanted, f'copied {copied!r}, not {wanted!r}'
        assert browser.run(f"document.querySelectorAll('button[data-copy]')[{i}].textContent") == 'copied'


def check_events(browser, url):
    for event in browser.events:
        method, parameters = event.get('method'), event.get('params', {})
        if method == 'Network.requestWillBeSent':
            asked = parameters['request']['url']
            assert asked == url or asked.startswith('data:'), f'requests {asked}'
        assert method != 'Runtime.exceptionThrown', parameters
        assert method != 'Page.javascriptDialogOpening', parameters
        if method == 'Runtime.consoleAPICalled':
            assert parameters['type'] not in ('error', 'warning', 'assert'), parameters
        if method == 'Log.entryAdded':
            assert parameters['entry']['level'] not in ('error', 'warning'), parameters


def main():
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    page = make_page()
    text = page.read_text()
    with_plots = 'Plots are left out' not in text
    browser = Browser()
    try:
        target = browser.call('Target.createTarget', url='about:blank')['targetId']
        browser.call('Browser.grantPermissions', permissions=['clipboardReadWrite', 'clipboardSanitizedWrite'])
        browser.session = browser.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        for domain in ('Page', 'Runtime', 'Log', 'Network'):
            browser.call(f'{domain}.enable')
        browser.call('Emulation.setFocusEmulationEnabled', enabled=True)
        browser.call('Network.emulateNetworkConditions', offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)
        browser.call('Emulation.setDeviceMetricsOverride', width=1280, height=900, deviceScaleFactor=1, mobile=False)
        browser.call('Page.navigate', url=page.as_uri())
        browser.wait_for('Page.loadEventFired')
        assert 'not as expected' in browser.run('document.title')
        browser.screenshot('wide')
        browser.call('Emulation.setEmulatedVisionDeficiency', type='achromatopsia')
        browser.screenshot('without_colour')
        browser.call('Emulation.setEmulatedVisionDeficiency', type='none')

        assert browser.run("document.querySelectorAll('.failing').length") >= 2
        assert browser.run("document.querySelectorAll('tr.overflow').length") >= 1
        browser.run("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        browser.run('new Promise((done) => setTimeout(done, 500))')
        plots = browser.run("document.querySelectorAll('.plot').length")
        if with_plots:
            assert plots >= 10, plots
            assert not (left := browser.run(IS_DRAWN)), f'not drawn: {left}'
        check_copy(browser)

        browser.call('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': 'dark'}])
        browser.run('new Promise((done) => setTimeout(done, 500))')
        if with_plots:
            assert not (left := browser.run(IS_DRAWN)), f'not drawn: {left}'
        browser.screenshot('dark_all_open')
        browser.call('Emulation.setEmulatedMedia', features=[])
        browser.call('Emulation.setDeviceMetricsOverride', width=390, height=844, deviceScaleFactor=1, mobile=True)
        browser.call('Page.reload')
        browser.run('new Promise((done) => setTimeout(done, 1500))')
        width = browser.run('document.documentElement.scrollWidth')
        wide = '''[...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > 391 && !e.closest('.wide, pre'))
          .map((e) => e.tagName + '.' + e.className)'''
        assert width <= 390, f'{width} pixels wide on a phone: {browser.run(wide)}'
        browser.screenshot('phone')
        check_events(browser, page.as_uri())
    finally:
        browser.close()
    shutil.rmtree(WORK / 'profile', ignore_errors=True)
    print(f'{plots} plots, {len(text)} characters; screenshots in {WORK}')
    if not with_plots:
        print('SKIPPED: no plots to look at, the build has no dygraphs (Debian: libjs-dygraphs)')


main()
