"""What is counted about studies."""

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.figures import Figure, publish
from mithaq.library.queries import counted_studies

publish(
    Figure(
        key="studies",
        title=_("Studies in the library"),
        definition=_("Studies handed in to the cycle by the time named, without those withdrawn by then."),
        records=counted_studies,
    )
)
