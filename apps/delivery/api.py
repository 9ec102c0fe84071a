"""Templates in the management API."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, serializers, viewsets
from rest_framework.permissions import DjangoModelPermissions

from apps.common.api import answering
from apps.delivery.models import Template, TemplateContent


class TemplateSerializer(serializers.ModelSerializer):
    """A template; saving changed content freezes it as version `latest`."""

    class Meta:
        model = Template
        fields = ["key", "name", *TemplateContent.CONTENT, "latest", "updated_at"]
        read_only_fields = ["latest", "updated_at"]

    def save(self, **more: Any) -> Template:
        """Refused with field and line where the content doesn't read."""
        content = {**(self.instance.content() if self.instance else {}), **self.validated_data}
        probe = Template(**{k: v for k, v in content.items() if k in TemplateContent.CONTENT})
        with answering(code="invalid_template"):
            probe.clean()
        saved: Template = super().save(**more)
        return saved


@extend_schema(tags=["templates"])
@extend_schema_view(
    list=extend_schema(summary="All templates"),
    retrieve=extend_schema(summary="One template"),
    create=extend_schema(summary="A new template"),
    update=extend_schema(summary="Replace a template's content"),
    partial_update=extend_schema(summary="Change parts of a template's content"),
)
class TemplatesApi(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    mixins.UpdateModelMixin,
    viewsets.GenericViewSet,
):
    """Templates of messages, in Liquid."""

    queryset = Template.objects.order_by("key")
    serializer_class = TemplateSerializer
    permission_classes = [DjangoModelPermissions]
    lookup_field = "key"
    lookup_value_regex = "[-a-zA-Z0-9_]{1,64}"
