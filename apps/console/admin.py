"""The administration bears the application's name."""

from django.contrib import admin

admin.site.site_header = admin.site.site_title = "Throughline"
admin.site.index_title = "Definitions and records"
