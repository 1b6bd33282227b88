import asyncio
import os
import shlex
import subprocess
from subprocess import check_output

from flask import request


def shells(host, options):
    # ruleid: python.command-injection.shell-true
    subprocess.run("ping -c 1 " + host, shell=True)
    # ruleid: python.command-injection.shell-true
    subprocess.Popen(f"ping {host}", stdout=subprocess.PIPE, shell=True)
    # ruleid: python.command-injection.shell-true
    check_output("ping %s" % host, shell=True, text=True)
    command = "ping {}".format(host)
    # ruleid: python.command-injection.shell-true
    subprocess.call(command, shell=True)
    # ok: python.command-injection.shell-true
    subprocess.run(["ping", "-c", "1", host], check=True)
    # ok: python.command-injection.shell-true
    subprocess.run("ls -l | wc -l", shell=True)
    # ok: python.command-injection.shell-true
    subprocess.run(f"ping {shlex.quote(host)}", shell=True)
    # ok: python.command-injection.shell-true
    subprocess.run(["ping", host], shell=False)


async def loop(host):
    # ruleid: python.command-injection.shell-true
    await asyncio.create_subprocess_shell(f"ping {host}")
    # ok: python.command-injection.shell-true
    await asyncio.create_subprocess_exec("ping", host)


def system(path):
    # ruleid: python.command-injection.os-system
    os.system("rm -rf " + path)
    # ruleid: python.command-injection.os-system
    os.popen(f"cat {path}").read()
    # ruleid: python.command-injection.os-system
    subprocess.getoutput("file %s" % path)
    # ok: python.command-injection.os-system
    os.system("clear")
    # ok: python.command-injection.os-system
    subprocess.run(["rm", "-rf", "--", path], check=True)
    # ok: python.command-injection.os-system
    os.system("rm -rf " + shlex.quote(path))


def view():
    host = request.args.get("host")
    # ruleid: python.command-injection.request-data, python.command-injection.os-system
    os.system("ping " + host)
    # ruleid: python.command-injection.request-data, python.command-injection.shell-true
    subprocess.run(host, shell=True)
    # ok: python.command-injection.request-data
    subprocess.run(["ping", host], check=True)


def wrapped(name):
    # ruleid: python.command-injection.shell-wrapper
    subprocess.run(["sh", "-c", "grep " + name + " /etc/hosts"])
    # ruleid: python.command-injection.shell-wrapper
    subprocess.Popen(["/bin/bash", "-lc", f"grep {name} /etc/hosts"])
    # ok: python.command-injection.shell-wrapper
    subprocess.run(["grep", name, "/etc/hosts"])
    # ok: python.command-injection.shell-wrapper
    subprocess.run(["sh", "-c", "grep root /etc/hosts"])


def remote(client, volume):
    # ruleid: python.command-injection.formatted-remote-command
    client.exec_command("lvremove %s" % volume)
    line = f"lvremove {volume}"
    # ruleid: python.command-injection.formatted-remote-command
    client.run_command(line)
    # ok: python.command-injection.formatted-remote-command
    client.exec_command("lvremove %s" % shlex.quote(volume))
    # ok: python.command-injection.formatted-remote-command
    client.run_command(["lvremove", volume])
    # ok: python.command-injection.formatted-remote-command
    client.exec_command("lvs")
