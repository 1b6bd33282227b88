class UsersController < ApplicationController
  # ruleid: ruby.web.csrf-off
  skip_before_action :verify_authenticity_token
  # ok: ruby.web.csrf-off
  before_action :authenticate

  def find(connection, name)
    # ruleid: ruby.sql-injection.interpolation
    User.where("name = '#{name}'")
    # ruleid: ruby.sql-injection.interpolation
    User.where("name = '" + name + "'")
    # ruleid: ruby.sql-injection.interpolation
    User.find_by_sql("SELECT * FROM users WHERE name = '#{name}'")
    # ruleid: ruby.sql-injection.interpolation
    connection.execute("DELETE FROM users WHERE name = '#{name}'")
    # ok: ruby.sql-injection.interpolation
    User.where("name = ?", name)
    # ok: ruby.sql-injection.interpolation
    User.where(name: name)
    # ok: ruby.sql-injection.interpolation
    connection.execute("SELECT 1")
  end

  def ping(host)
    # ruleid: ruby.command-injection.shell
    system("ping -c 1 #{host}")
    # ruleid: ruby.command-injection.shell
    `ping -c 1 #{host}`
    # ruleid: ruby.command-injection.shell
    Open3.capture2("ping " + host)
    # ok: ruby.command-injection.shell
    system("ping", "-c", "1", host)
    # ok: ruby.command-injection.shell
    system("uptime")
  end

  def calculate(expression)
    # ruleid: ruby.code-injection.eval
    eval(expression)
    # ok: ruby.code-injection.eval
    eval("1 + 1")
    # ok: ruby.code-injection.eval
    JSON.parse(expression)
    # ruleid: ruby.code-injection.request-method
    expression.send(params[:method])
    # ruleid: ruby.code-injection.request-method
    params[:kind].constantize.new
    # ok: ruby.code-injection.request-method
    expression.send(:length)
  end

  def load_all(text, blob)
    # ruleid: ruby.deserialization.yaml
    YAML.load(text)
    # ok: ruby.deserialization.yaml
    YAML.safe_load(text)
    # ruleid: ruby.deserialization.marshal
    Marshal.load(blob)
    # ok: ruby.deserialization.marshal
    Marshal.load(Marshal.dump(text))
    # ok: ruby.deserialization.marshal
    JSON.parse(blob)
  end

  def show(name)
    # ruleid: ruby.cross-site-scripting.html-safe
    name.html_safe
    # ruleid: ruby.cross-site-scripting.html-safe
    raw(name)
    # ok: ruby.cross-site-scripting.html-safe
    "<b>new</b>".html_safe
    # ok: ruby.cross-site-scripting.html-safe
    sanitize(name)
  end

  def download
    # ruleid: ruby.path-traversal.request-data
    send_file("/srv/files/" + params[:name])
    # ruleid: ruby.path-traversal.request-data
    File.read(File.join("/srv/files", params[:name]))
    # ok: ruby.path-traversal.request-data
    send_file("/srv/files/" + File.basename(params[:name]))
  end

  def proxy
    # ruleid: ruby.outbound-requests.request-data
    URI.open(params[:url])
    # ruleid: ruby.outbound-requests.request-data
    HTTParty.get(params[:url])
    # ok: ruby.outbound-requests.request-data
    HTTParty.get("https://api.example.com/users/#{params[:id]}")
    # ruleid: ruby.outbound-requests.open-redirect
    redirect_to params[:next]
    # ok: ruby.outbound-requests.open-redirect
    redirect_to users_path(params[:id])
    # ok: ruby.outbound-requests.open-redirect
    redirect_to "/home"
  end

  def create
    # ruleid: ruby.web.mass-assignment
    User.create(params[:user].permit!)
    # ok: ruby.web.mass-assignment
    User.create(params.require(:user).permit(:name))
  end

  def transport(http)
    # ruleid: ruby.transport.certificate-check-off
    http.verify_mode = OpenSSL::SSL::VERIFY_NONE
    # ok: ruby.transport.certificate-check-off
    http.verify_mode = OpenSSL::SSL::VERIFY_PEER
    # ruleid: ruby.transport.verify-false
    HTTParty.get("https://example.com", verify: false)
    # ok: ruby.transport.verify-false
    HTTParty.get("https://example.com")
  end

  def digests(text)
    # ruleid: ruby.cryptography.weak-hash
    Digest::MD5.hexdigest(text)
    # ok: ruby.cryptography.weak-hash
    Digest::SHA256.hexdigest(text)
    # ruleid: ruby.cryptography.weak-cipher
    OpenSSL::Cipher.new("des-cbc")
    # ok: ruby.cryptography.weak-cipher
    OpenSSL::Cipher.new("aes-256-gcm")
    # ruleid: ruby.cryptography.predictable-random
    token = rand(1_000_000).to_s
    # ok: ruby.cryptography.predictable-random
    token = SecureRandom.hex(16)
    # ok: ruby.cryptography.predictable-random
    dice = rand(6)
  end

  def secrets
    # ruleid: ruby.secrets.hard-coded
    api_key = "9f8a7d6c5b4e3f2a1b0c"
    # ruleid: ruby.secrets.hard-coded
    connect(user: "app", password: "s3cr3t-Pa55")
    # ok: ruby.secrets.hard-coded
    api_key = ENV["API_KEY"]
    # ok: ruby.secrets.hard-coded
    password = ""
  end

  def search
    # ruleid: ruby.injection.regular-expression
    Regexp.new(params[:pattern])
    # ok: ruby.injection.regular-expression
    Regexp.new(Regexp.escape(params[:pattern]))
  end

  def swallow
    # ruleid: ruby.correctness.swallowed-exception
    begin
      run
    rescue Exception => error
      nil
    end
    # ok: ruby.correctness.swallowed-exception
    begin
      run
    rescue ArgumentError => error
      nil
    end
  end
end
