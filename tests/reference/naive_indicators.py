"""The 39 indicators of INFERENCE A.1 by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from naive_answering import (
    answered_in_time,
    case_handoff_rate,
    complaint_response_rate,
    conversation_ratio,
    cross_team_thread_rate,
    department_breadth,
    devoted_response_rate,
    multi_turn_rate,
    presence_match,
    request_closed_rate,
    resolution_rate,
    response_rate,
    sentiment_recovery_rate,
    untagged_response_rate,
    weekend_response_rate,
)
from naive_community import (
    advocate_share,
    community_invitation_rate,
    peer_answer_24h_rate,
    peer_answer_rate,
    praise_response_rate,
    proactive_outreach_rate,
    returning_author_rate,
    topic_participation_rate,
)
from naive_publishing import (
    burst_response_rate,
    campaign_tag_share,
    feedback_loop_rate,
    living_destination_share,
    official_presence,
    outcome_report_rate,
    policy_published,
    posting_cadence,
    response_terms_published,
    value_post_share,
)
from naive_relevance import need_relevance_rate
from naive_voices import empathy_rate, human_voice_rate, named_voice_rate, substantive_reply_rate

if TYPE_CHECKING:
    from collections.abc import Callable

    from naive_window import Window

    from solisten.nouns import Count


INDICATORS: dict[str, Callable[[Window], Count]] = {
    "official_presence": official_presence,
    "posting_cadence": posting_cadence,
    "response_rate": response_rate,
    "conversation_ratio": conversation_ratio,
    "answered_within_24h": lambda window: answered_in_time(window, 24),
    "complaint_response_rate": complaint_response_rate,
    "weekend_response_rate": weekend_response_rate,
    "burst_response_rate": burst_response_rate,
    "untagged_response_rate": untagged_response_rate,
    "presence_match": presence_match,
    "need_relevance_rate": need_relevance_rate,
    "value_post_share": value_post_share,
    "topic_participation_rate": topic_participation_rate,
    "devoted_response_rate": devoted_response_rate,
    "empathy_rate": empathy_rate,
    "resolution_rate": resolution_rate,
    "sentiment_recovery_rate": sentiment_recovery_rate,
    "substantive_reply_rate": substantive_reply_rate,
    "answered_within_60min": lambda window: answered_in_time(window, 1),
    "human_voice_rate": human_voice_rate,
    "named_voice_rate": named_voice_rate,
    "living_destination_share": living_destination_share,
    "praise_response_rate": praise_response_rate,
    "multi_turn_rate": multi_turn_rate,
    "peer_answer_rate": peer_answer_rate,
    "community_invitation_rate": community_invitation_rate,
    "advocate_share": advocate_share,
    "peer_answer_24h_rate": peer_answer_24h_rate,
    "returning_author_rate": returning_author_rate,
    "feedback_loop_rate": feedback_loop_rate,
    "request_closed_rate": request_closed_rate,
    "department_breadth": department_breadth,
    "policy_published": policy_published,
    "case_handoff_rate": case_handoff_rate,
    "cross_team_thread_rate": cross_team_thread_rate,
    "proactive_outreach_rate": proactive_outreach_rate,
    "response_terms_published": response_terms_published,
    "campaign_tag_share": campaign_tag_share,
    "outcome_report_rate": outcome_report_rate,
}


def indicators_of(window: Window) -> dict[str, Count]:
    return {name: count(window) for name, count in INDICATORS.items()}
