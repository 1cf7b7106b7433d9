from django.contrib import admin

from articles.models import Article
from newsroom.admin.stories import StoryAdmin


@admin.register(Article)
class ArticleAdmin(StoryAdmin):
    words = ["body"]
