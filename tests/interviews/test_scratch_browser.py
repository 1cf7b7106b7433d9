import sys, time
sys.path.insert(0, "/tmp/ed")
import pytest
from gen import text
from newsroom.models import Role
from tests.desk.browsing import log_in
from tests.making import make_interview, make_user
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

def test_big(page, live_server, client):
    publisher = make_user(Role.PUBLISHER)
    s = time.perf_counter()
    interview = make_interview(by=publisher, transcript=text())
    print("SAVE", time.perf_counter() - s)
    client.force_login(publisher)
    url = f"/admin/interviews/interview/{interview.pk}/change/"
    for _ in range(3):
        s = time.perf_counter(); r = client.get(url); print("OPEN", time.perf_counter() - s, r.status_code, len(r.content))
    for _ in range(3):
        s = time.perf_counter(); r = client.post(f"/admin/desk/turns/{interview.pk}/", data=text(), content_type="text/plain"); print("TURNS", time.perf_counter() - s, r.status_code, len(r.content))
    log_in(page.context, live_server, publisher)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.on("console", lambda line: print("CONSOLE", line.type, line.text))
    page.on("pageerror", lambda error: print("PAGEERROR", error, getattr(error,'stack','')))
    page.add_init_script("""window.long=[]; new PerformanceObserver(l=>{for(const e of l.getEntries()) window.long.push([Math.round(e.startTime),Math.round(e.duration)])}).observe({type:'longtask',buffered:true});
      window.slow=[]; new PerformanceObserver(l=>{for(const e of l.getEntries()) window.slow.push([e.name, Math.round(e.startTime),Math.round(e.duration), Math.round(e.processingEnd-e.processingStart)])}).observe({type:'event',durationThreshold:16,buffered:true});""")
    page.goto(live_server.url + url)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3000)
    print("LOAD LONG", page.evaluate("window.long"))
    page.screenshot(path="/tmp/ed/big.png")
    for place in (0.0, 0.5, 1.0):
        page.evaluate("""p => { const t=document.querySelector('[name=transcript]'); t.focus(); const at=Math.floor(t.value.length*p); t.setSelectionRange(at,at); window.long.length=0; window.slow.length=0;}""", place)
        page.wait_for_timeout(1500)
        print("AT", place, "settle", page.evaluate("window.long.splice(0)"))
        for i in range(10):
            page.keyboard.press("x"); page.wait_for_timeout(120)
        print("typing", page.evaluate("window.long.splice(0)"), page.evaluate("window.slow.splice(0)"))
        page.wait_for_timeout(4000)
        print("after", page.evaluate("window.long.splice(0)"))
        s = time.perf_counter(); page.keyboard.press("Control+z"); print("UNDO", time.perf_counter() - s)
        page.wait_for_timeout(500)
        print("undo", page.evaluate("window.long.splice(0)"))
    page.screenshot(path="/tmp/ed/big2.png")
    page.locator("[data-turns=speakers]").click(); page.wait_for_timeout(1500)
    print("panel", page.evaluate("window.long.splice(0)"))
    page.screenshot(path="/tmp/ed/big3.png")
    page.get_by_role("button", name="Rename Chris Benson…").click()
    page.get_by_label("New name").fill("Christopher Benson")
    page.get_by_role("button", name="Rename", exact=True).click()
    page.wait_for_timeout(3000)
    print("rename", page.evaluate("window.long.splice(0)"), page.locator("[data-said]").inner_text())
    page.screenshot(path="/tmp/ed/big4.png")
    page.locator("[name=transcript]").focus()
    page.keyboard.press("Control+z"); page.wait_for_timeout(2000)
    print("undo rename", page.evaluate("window.long.splice(0)"), page.locator("[name=transcript]").input_value()[:0], text() == page.locator("[name=transcript]").input_value())
