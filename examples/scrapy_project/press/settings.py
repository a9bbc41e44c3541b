"""Settings of the project: the add-on is all that cleaning takes."""

BOT_NAME = "press"
SPIDER_MODULES = ["press.spiders"]
ROBOTSTXT_OBEY = True
LOG_LEVEL = "WARNING"

ADDONS = {"cleanpress.integrations.scrapy.CleanPressAddon": 500}
CLEANPRESS_FIELDS = ["title", "text"]
