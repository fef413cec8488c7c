from saovuong.cli.main import run

run()
