"""Reviews of app stores, written by us."""

from __future__ import annotations

from shapes import AT, LATER, NINE, TEN, posts

from solisten.nouns import Kind


def test_one_review_is_no_list_and_none_is_nothing() -> None:
    review = {
        "id": {"label": "9"}, "im:rating": {"label": "5"}, "title": {"label": "Good"},
        "content": {"label": "Works"}, "updated": {"label": "2026-05-01T02:00:00-07:00"},
        "author": {"name": {"label": "Ana"}, "uri": {"label": "https://itunes.apple.com/us/reviews/id3"}},
        "im:voteSum": {"label": "4"},
    }  # fmt: skip
    url = "https://itunes.apple.com/us/rss/customerreviews/page=1/id=12345/sortby=mostrecent/json"
    (post,) = posts("appstore", {"feed": {"entry": review}}, url)
    assert (post.id, post.rating, post.channel, post.created_at) == ("9", 5.0, "12345", NINE)
    assert (post.author, post.author_name, post.likes) == ("3", "Ana", 4)
    assert posts("appstore", {"feed": {"author": {}}}, url) == []
    the_app = {"id": {"label": "app"}, "im:name": {"label": "Acme"}}
    assert len(posts("appstore", {"feed": {"entry": [the_app, review]}}, url)) == 1


def test_the_feed_as_xml() -> None:
    entry = (
        "<entry><updated>2026-05-01T02:00:00-07:00</updated><id>9</id>"
        "<title>Good &amp; fast</title>"
        '<content type="text">5 &lt; 6\nyes</content><content type="html">&lt;b&gt;x</content>'
        "<im:rating>5</im:rating><im:voteSum>4</im:voteSum><author><name>Ana</name><uri>"
        "https://itunes.apple.com/us/reviews/id3</uri></author></entry>"
    )
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:im="http://itunes.apple.com/rss"><id>'
        "https://itunes.apple.com/us/rss/customerreviews/id=12345/xml</id><entry><id>app</id>"
        f"<im:name>Acme</im:name></entry>{entry}</feed>"
    )
    (post,) = posts("appstore", body.encode())
    assert (post.id, post.rating, post.channel) == ("9", 5.0, "12345")
    assert (post.text, post.title, post.author) == ("5 < 6\nyes", "Good & fast", "3")
    assert (post.created_at, post.likes, post.kind) == (NINE, 4, Kind.REVIEW)


def test_the_developers_responses() -> None:
    connect = {
        "data": [{
            "type": "customerReviews", "id": "r",
            "attributes": {"rating": 1, "title": "Bad", "body": "Fails", "createdDate": AT,
                           "reviewerNickname": "ana"},
            "relationships": {"response": {"data": {"id": "a"}}},
        }],
        "included": [{
            "type": "customerReviewResponses", "id": "a",
            "attributes": {"responseBody": "Sorry.", "lastModifiedDate": LATER,
                           "state": "PUBLISHED"},
        }],
    }  # fmt: skip
    url = "https://api.appstoreconnect.apple.com/v1/apps/12345/customerReviews"
    (post,) = posts("appstore", connect, url)
    assert (post.reply_text, post.reply_at, post.channel) == ("Sorry.", TEN, "12345")
    connect["included"][0]["attributes"]["state"] = "PENDING_PUBLISH"  # type: ignore[index]
    assert posts("appstore", connect, url)[0].reply_text is None
    web = {"data": [{"id": "r", "type": "user-reviews", "attributes": {
        "rating": 2, "review": "Meh", "date": AT, "userName": "ana",
        "developerResponse": {"body": "Thanks", "modified": LATER},
    }}]}  # fmt: skip
    (post,) = posts("appstore", web)
    assert (post.text, post.reply_text, post.reply_at) == ("Meh", "Thanks", TEN)


def test_google_play() -> None:
    review = {
        "reviewId": "g", "authorName": "Ana",
        "comments": [
            {"userComment": {"text": "Bad\tFails", "starRating": 1, "reviewerLanguage": "en",
                             "lastModified": {"seconds": "1777626000"}, "thumbsUpCount": 3}},
            {"developerComment": {"text": "Sorry", "lastModified": {"seconds": "1777629600"}}},
        ],
    }  # fmt: skip
    url = (
        "https://androidpublisher.googleapis.com/androidpublisher/v3/applications/com.acme/reviews"
    )
    (post,) = posts("appstore", {"reviews": [review]}, url)
    assert (post.network, post.channel, post.title) == ("google-play", "com.acme", "Bad")
    assert (post.text, post.rating, post.likes) == ("Fails", 1.0, 3)
    assert (post.reply_text, post.reply_at) == ("Sorry", TEN)
