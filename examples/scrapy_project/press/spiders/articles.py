"""A spider that follows a list of articles: ``scrapy crawl articles -a start=http://...``."""

import scrapy


class Articles(scrapy.Spider):
    name = "articles"

    def __init__(self, start, **arguments):
        super().__init__(**arguments)
        self.start_urls = [start]

    def parse(self, response):
        yield from response.follow_all(css="a.article", callback=self.parse_article)

    def parse_article(self, response):
        yield {
            "url": response.url,
            "title": response.css("h1::text").get(),
            "text": "\n\n".join(response.css("article p::text").getall()),
        }
