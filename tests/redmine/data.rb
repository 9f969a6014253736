# The city of the tests: Spanish interface, REST switched on, one project, one field for the key, a robot.
Setting.default_language = 'es'
Setting.rest_api_enabled = '1'
Setting.force_default_language_for_loggedin = '1'
Setting.force_default_language_for_anonymous = '1'
Setting.login_required = '1'
Setting.gravatar_enabled = '0'
Setting.notified_events = []
field = IssueCustomField.create!(name: 'Referencia externa', field_format: 'string', is_for_all: true, is_filter: true,
                                 searchable: true, max_length: 40, trackers: Tracker.all)
IssuePriority.order(:position).zip(%w[Baja Normal Alta Urgente Inmediata]).each { |one, name| one.update!(name: name) }
project = Project.create!(name: 'Registro', identifier: 'registro', is_public: false, trackers: Tracker.all,
                          enabled_module_names: ['issue_tracking'])
robot = User.new(firstname: 'Robot', lastname: 'DovTech', mail: 'robot@example.com', language: 'es')
robot.login = 'robot'
robot.password = robot.password_confirmation = 'solo-en-pruebas'
robot.must_change_passwd = false
robot.save!
Member.create!(user: robot, project: project, roles: [Role.givable.first])
Token.where(user_id: robot.id, action: 'api').delete_all
token = Token.create!(user: robot, action: 'api')
File.write(File.join(File.dirname(__FILE__), 'api_key'), token.value)
File.write(File.join(File.dirname(__FILE__), 'field'), field.id.to_s)
