def test_x(model_year):
    assert model_year.key == "2031"
def test_y(model_year, own_database):
    from mithaq.cycle.models import Cycle
    assert not Cycle.objects.exists()
