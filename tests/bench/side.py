"""One side of the measure with so many people: fills its stores, then does rounds as told.

    python -m tests.bench.side PEOPLE SIZE

Reads `prepare N` and `work` from its input, a line each, and answers each with a number.
"""

import sys

import django

EVENT = "Among Many"


def main(people: int, size: int) -> None:
    django.setup()
    from tests.bench import crowd, world

    world.template()
    world.rules()
    world.journey("among", EVENT)
    crowd.fill(people)
    answer(0)
    for line in sys.stdin:
        order, _, number = line.strip().partition(" ")
        if order == "work":
            answer(world.flow())
            continue
        names = world.users(f"among-{number}", size)
        world.people(names)
        answer(world.append(world.track(name, EVENT) for name in names))


def answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
