"""The pages."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from .deadline import clock
from .models import Application, Audit

KINDS = {
    "arrived": "收到申请",
    "confirmed": "确认收到",
    "registered": "登记",
    "assigned": "交办",
    "correction_asked": "告知补正",
    "corrected": "补正",
    "consultation_sent": "征求意见",
    "opinion_received": "收到意见",
    "extension_approved": "批准延期",
    "extension_told": "告知延期",
    "search_recorded": "检索",
    "reply_drafted": "拟制答复",
    "step_signed": "审核",
    "issued": "制发",
    "sealed": "用印",
    "served": "送达",
    "archived": "归档",
}


def _shown(application):
    events = list(application.events.all())
    for event in events:
        event.label = KINDS.get(event.kind, event.kind)
    return {
        "application": application,
        "events": events,
        "clock": clock(application, events, timezone.localdate()),
        "matters": application.subject.split("；"),
    }


@login_required
def application(request, reference):
    found = get_object_or_404(Application, reference=reference)
    Audit.objects.create(user=request.user, action="open_case", application=found)
    return render(request, "office/application.html", _shown(found))


def track(request, reference):
    tracked = request.session.get("tracked")
    if tracked is None:
        return redirect("/track")
    found = Application.objects.filter(pk=tracked).first()
    if found is None or found.reference != reference:
        raise Http404
    return render(request, "office/track.html", _shown(found))


LIMITS = [
    ("答复", "收到申请之日起20个工作日", "第三十三条"),
    ("延长答复", "不超过20个工作日", "第三十三条"),
    ("告知补正", "收到申请之日起7个工作日", "第三十条"),
    ("征求第三方意见", "收到征求意见书之日起15个工作日", "第三十二条"),
    ("申请行政复议", "自知道之日起60日", "《行政复议法》第二十条"),
    ("提起行政诉讼", "自知道之日起6个月", "《行政诉讼法》第四十六条"),
]
CHANNELS = [
    ("当面提交", "到本机关政府信息公开工作机构提交", "以提交之日为收到申请之日"),
    ("邮寄", "信封上注明“政府信息公开申请”", "以签收之日为收到申请之日"),
    ("平常信函", "邮寄地址同上", "以双方确认之日为收到申请之日"),
    ("网上提交", "在本网站在线填写", "以双方确认之日为收到申请之日"),
    ("传真", "传真号码请电话咨询", "以双方确认之日为收到申请之日"),
]


def guide(request):
    return render(request, "office/guide.html", {"limits": LIMITS, "channels": CHANNELS})
