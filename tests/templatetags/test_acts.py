"""What templates may offer follows the one table."""

from __future__ import annotations

import pytest

from claims.models import Act, Role
from claims.models.access import LEAST_ROLE
from claims.templatetags.acts import may


@pytest.mark.parametrize("act", list(Act))
def test_a_role_may_what_the_table_says(act):
    least = LEAST_ROLE[act]
    assert [role for role in Role if may(role, act.value)] == [role for role in Role if role.rank >= least.rank]
    assert may(None, act.value) is False
    assert may("", act.value) is False


def test_an_act_that_does_not_exist_is_an_error_and_no_refusal():
    with pytest.raises(ValueError, match="dance"):
        may(Role.OWNER, "dance")
